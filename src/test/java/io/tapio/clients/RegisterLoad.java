package io.tapio.clients;

import static io.tapio.clients.RawSession.BAD_VERSION;
import static io.tapio.clients.RawSession.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Sets one node again and again, each time for the version that it must have by then, many sets
 * under way. Every seventh request asks for a wrong version and must leave no trace.
 */
final class RegisterLoad implements Load {
    private static final int UNDER_WAY = 16;
    private static final int NO_SUCH_VERSION = 1_000_000_000;

    private final String path;
    private final Deque<Integer> open = new ArrayDeque<>(); // versions asked for, 0 for a wrong one
    private RawSession session;
    private int acknowledgedVersion;
    private long acknowledgedZxid;
    private int sentVersion;
    private int requests;

    RegisterLoad(InetSocketAddress address, String name, int timeoutMs) throws IOException {
        path = "/register-" + name;
        session = RawSession.open(address, timeoutMs);
        acknowledgedZxid = done(session.call(session.create(path, data(0), 0))).zxid();
    }

    private static String data(int version) {
        return "as of version " + version;
    }

    @Override
    public void workUntilClosed(Runnable acknowledgement) throws IOException {
        for (; ; ) {
            while (open.size() < UNDER_WAY) sendNext();
            int version = open.element();
            var reply = session.answer();
            open.remove();
            if (version == 0) {
                if (reply.err() != BAD_VERSION) throw new AssertionError("err " + reply.err());
                continue;
            }
            var stat = done(reply).stat();
            assertThat(stat.version()).isEqualTo(version);
            assertThat(stat.mzxid()).isEqualTo(reply.zxid()).isGreaterThan(acknowledgedZxid);
            acknowledgedVersion = version;
            acknowledgedZxid = stat.mzxid();
            acknowledgement.run();
        }
    }

    private void sendNext() throws IOException {
        if (++requests % 7 == 0) {
            open.add(0);
            session.send(session.set(path, "never", NO_SUCH_VERSION));
        } else {
            open.add(++sentVersion);
            session.send(session.set(path, data(sentVersion), sentVersion - 1));
        }
    }

    @Override
    public void attach(InetSocketAddress address) throws IOException {
        session = session.attach(address);
    }

    @Override
    public void check() throws IOException {
        var reply = done(session.call(session.get(path, false)));
        var data = reply.ustring();
        var stat = reply.stat();
        assertThat(stat.version()).as(path).isBetween(acknowledgedVersion, sentVersion);
        assertThat(data).isEqualTo(data(stat.version()));
        if (stat.version() == acknowledgedVersion) {
            assertThat(stat.mzxid()).as(path).isEqualTo(acknowledgedZxid);
        } else {
            assertThat(stat.mzxid()).as(path).isGreaterThan(acknowledgedZxid);
        }
        acknowledgedVersion = stat.version();
        acknowledgedZxid = stat.mzxid();
        sentVersion = stat.version();
        open.clear();
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
        return path + ": version " + acknowledgedVersion;
    }
}
