package io.tapio.clients;

import static io.tapio.clients.RawSession.NO_NODE;
import static io.tapio.clients.RawSession.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A session that lives through every kill with its ephemerals, one more each round; and beside it
 * sessions that end before the kill and must stay ended.
 */
final class EphemeralLoad implements Load {
    private static final int EPHEMERAL = 1;

    private final InetSocketAddress firstAddress;
    private final String prefix;
    private final List<String> ephemerals = new ArrayList<>();
    private final List<RawSession> ended = new ArrayList<>();
    private final List<String> endedEphemerals = new ArrayList<>();
    private RawSession session;
    private int lastName;

    EphemeralLoad(InetSocketAddress address, String name, int timeoutMs) throws IOException {
        firstAddress = address;
        prefix = "/ephemeral-" + name + "-";
        session = RawSession.open(address, timeoutMs);
        addEphemeral();
    }

    private void addEphemeral() throws IOException {
        var path = prefix + "kept-" + ++lastName;
        done(session.call(session.create(path, "kept", EPHEMERAL)));
        ephemerals.add(path);
    }

    @Override
    public void workUntilClosed(Runnable acknowledgement) throws IOException {
        addEphemeral();
        liveAndEnd();
        session.idleUntilClosed();
    }

    private void liveAndEnd() throws IOException {
        var path = prefix + "ended-" + ++lastName;
        try (var shortLived = RawSession.open(firstAddress, session.timeoutMs())) {
            done(shortLived.call(shortLived.create(path, "short", EPHEMERAL)));
            shortLived.end();
            endedEphemerals.add(path);
            ended.add(shortLived);
        }
    }

    @Override
    public void attach(InetSocketAddress address) throws IOException {
        var again = session.attach(address);
        assertThat(again.id()).isEqualTo(session.id());
        assertThat(again.timeoutMs()).isEqualTo(session.timeoutMs());
        session = again;
    }

    @Override
    public void check() throws IOException {
        for (var path : ephemerals) {
            var stat = done(session.call(session.exists(path, false))).stat();
            assertThat(stat.owner()).as(path).isEqualTo(session.id());
        }
        for (var path : endedEphemerals) {
            assertThat(session.call(session.exists(path, false)).err()).as(path).isEqualTo(NO_NODE);
        }
        for (var gone : ended) {
            assertThatThrownBy(() -> gone.attach(firstAddress))
                    .as("a session that has ended")
                    .isInstanceOf(RawSession.Expired.class);
        }
    }

    @Override
    public long lastZxid() {
        return session.lastZxid();
    }

    @Override
    public void close() {
        session.close();
    }

    @Override
    public String toString() {
        return prefix + ": " + ephemerals.size() + " ephemerals";
    }
}
