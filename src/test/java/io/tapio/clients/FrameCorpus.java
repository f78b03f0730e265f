package io.tapio.clients;

import java.io.IOException;
import java.util.List;

/** One valid request for every operation of the protocol, to be sent as it is or broken. */
final class FrameCorpus {
    static final String DIRECTORY = "/fuzz";
    private static final String QUEUE = DIRECTORY + "/queue";
    private static final String NODE = DIRECTORY + "/node";

    /** A request without its header: the operation, the xid it needs (0: any), and its record. */
    record Sample(int opCode, int xid, byte[] record) {
        byte[] frame(int anyXid) {
            return Frame.request(xid == 0 ? anyXid : xid, opCode).raw(record).bytes();
        }
    }

    /** Requests after which the connection stays open, and does so even when they are broken. */
    static final List<Sample> REQUESTS =
            List.of(
                    sample(1, create(NODE, 0)),
                    sample(2, new Frame().ustring(NODE).int32(-1)),
                    sample(3, new Frame().ustring(NODE).bool(true)),
                    sample(4, new Frame().ustring(NODE).bool(true)),
                    sample(5, new Frame().ustring(NODE).ustring("new").int32(-1)),
                    sample(6, new Frame().ustring(NODE)),
                    sample(7, new Frame().ustring(NODE).openAcl().int32(-1)),
                    sample(8, new Frame().ustring(DIRECTORY).bool(true)),
                    sample(9, new Frame().ustring(NODE)),
                    new Sample(Frame.PING, -2, new byte[0]),
                    sample(12, new Frame().ustring(DIRECTORY).bool(true)),
                    sample(14, multi()),
                    sample(15, create(QUEUE + "/s-", 3)),
                    sample(16, reconfig()),
                    sample(17, new Frame().ustring(NODE).int32(3)),
                    sample(18, new Frame().ustring(NODE).int32(3)),
                    sample(19, create(DIRECTORY + "/box", 4)),
                    sample(21, create(DIRECTORY + "/ttl", 5).int64(60_000)),
                    sample(22, multiRead()),
                    new Sample(101, -8, setWatches().body()),
                    sample(103, new Frame().ustring(DIRECTORY)),
                    sample(104, new Frame().ustring(DIRECTORY)),
                    new Sample(105, -8, setWatches().strings(NODE).strings(DIRECTORY).body()),
                    sample(106, new Frame().ustring(NODE).int32(1)),
                    sample(107, new Frame()));

    /** Requests that cost the connection when they are broken. */
    static final List<Sample> LOGINS =
            List.of(
                    new Sample(Frame.AUTH, -4, login().body()),
                    sample(102, new Frame().buffer(new byte[] {1, 2, 3})));

    /** Operations that no client may ask for, or that end the session. */
    static final List<Integer> CLOSING = List.of(-11, -10, -1, 0, 10, 13, 20, 23, 99, 108, 4711);

    private FrameCorpus() {}

    /** What has to be there for the requests to be valid. */
    static void prepare(RawSession session) throws IOException {
        for (var path : List.of(DIRECTORY, QUEUE, NODE)) {
            RawSession.done(session.call(session.create(path, "old", 0)));
        }
    }

    private static Sample sample(int opCode, Frame record) {
        return new Sample(opCode, 0, record.body());
    }

    private static Frame create(String path, int flags) {
        return new Frame().ustring(path).ustring("data").openAcl().int32(flags);
    }

    private static Frame reconfig() {
        return new Frame().ustring("").ustring("2").ustring("").int64(-1);
    }

    private static Frame login() {
        return new Frame().int32(0).ustring("digest").ustring("fuzz:fuzz");
    }

    private static Frame setWatches() {
        return new Frame().int64(0).strings(NODE).strings(DIRECTORY + "/no").strings(DIRECTORY);
    }

    private static Frame multi() {
        var several = DIRECTORY + "/several";
        return new Frame()
                .raw(op(13, new Frame().ustring(NODE).int32(-1)))
                .raw(op(1, create(several, 0)))
                .raw(op(15, create(several + "/s-", 2)))
                .raw(op(5, new Frame().ustring(several).ustring("x").int32(0)))
                .raw(op(2, new Frame().ustring(several + "/s-0000000000").int32(0)))
                .raw(op(19, create(several + "/box", 4)))
                .raw(op(21, create(several + "/ttl", 5).int64(60_000)))
                .raw(op(2, new Frame().ustring(several + "/box").int32(-1)))
                .raw(op(2, new Frame().ustring(several + "/ttl").int32(-1)))
                .raw(op(2, new Frame().ustring(several).int32(1)))
                .raw(endOfMulti());
    }

    private static Frame multiRead() {
        return new Frame()
                .raw(op(4, new Frame().ustring(NODE).bool(false)))
                .raw(op(8, new Frame().ustring(DIRECTORY).bool(false)))
                .raw(endOfMulti());
    }

    private static byte[] op(int opCode, Frame record) {
        return new Frame().int32(opCode).bool(false).int32(-1).raw(record.body()).body();
    }

    private static byte[] endOfMulti() {
        return new Frame().int32(-1).bool(true).int32(-1).body();
    }
}
