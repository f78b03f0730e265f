package io.tapio.clients;

import static io.tapio.clients.RawSession.NO_NODE;
import static io.tapio.clients.RawSession.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.clients.RawSession.Event;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A client that does ordinary things over and over and expects the ordinary answers. */
final class HonestClient implements AutoCloseable {
    private static final String LOGIN = "honest:work";
    private static final int DATA_CHANGED = 3;
    private static final int DELETED = 2;
    private static final int READ_AND_CREATE = 5;
    private static final int ALL = 31;

    private final RawSession session;
    private final String directory;
    private int rounds;

    HonestClient(InetSocketAddress address, String name) throws IOException {
        session = RawSession.open(address, 30_000);
        directory = "/honest-" + name;
        done(session.call(login()));
        var create = Frame.request(session.nextXid(), Frame.CREATE2).ustring(directory).ustring("");
        done(session.call(create.int32(1).acl(ALL, "auth", "").int32(0)));
        done(session.call(session.create(directory + "/keep", "", 0)));
    }

    private static Frame login() {
        return Frame.request(-4, Frame.AUTH).int32(0).ustring("digest").ustring(LOGIN);
    }

    /** A broken frame can still be a valid one: it must not take the root from the honest. */
    void guardTheRoot() throws IOException {
        var setAcl = Frame.request(session.nextXid(), 7).ustring("/").int32(2);
        setAcl.acl(ALL, "auth", "").acl(READ_AND_CREATE, "world", "anyone");
        done(session.call(setAcl.int32(-1)));
    }

    void work(BooleanSupplier enough) throws IOException {
        while (!enough.getAsBoolean()) round();
    }

    private void round() throws IOException {
        var path = directory + "/n-" + ++rounds;
        assertThat(done(session.call(session.create(path, "first", 0))).ustring()).isEqualTo(path);
        expectData(path, "first", 0, true);
        done(session.call(session.set(path, "second", 0)));
        expectEvent(new Event(DATA_CHANGED, path, session.lastZxid()));
        expectData(path, "second", 1, true);
        assertThat(session.children(directory)).containsExactlyInAnyOrder("keep", "n-" + rounds);
        done(session.call(session.delete(path, 1)));
        expectEvent(new Event(DELETED, path, session.lastZxid()));
        assertThat(session.call(session.exists(path, false)).err()).isEqualTo(NO_NODE);
        assertThat(session.takeEvents()).isEmpty();
    }

    private void expectData(String path, String data, int version, boolean watch)
            throws IOException {
        var reply = done(session.call(session.get(path, watch)));
        assertThat(reply.ustring()).isEqualTo(data);
        assertThat(reply.stat().version()).isEqualTo(version);
    }

    /** The event of the write just answered has come before the answer. */
    private void expectEvent(Event event) {
        assertThat(session.takeEvents()).isEqualTo(List.of(event));
    }

    int rounds() {
        return rounds;
    }

    @Override
    public void close() {
        session.close();
    }
}
