package io.tapio.testkit;

import org.jspecify.annotations.Nullable;

/** What a client can receive on an established connection. */
public sealed interface Incoming {

    /** The answer to one request. */
    record Reply(int xid, int opcode, long zxid, int err, RawResult result) implements Incoming {

        public boolean ok() {
            return err == 0;
        }

        /** The Stat of whatever came; fails when none came. */
        public RawStat stat() {
            return switch (result) {
                case RawResult.StatOnly r -> r.stat();
                case RawResult.PathAndStat r -> r.stat();
                case RawResult.DataAndStat r -> r.stat();
                case RawResult.AclAndStat r -> r.stat();
                case RawResult.NamesAndStat r -> r.stat();
                default -> throw new AssertionError("no Stat in " + this);
            };
        }

        /** The path of a create or sync; fails when none came. */
        public @Nullable String path() {
            return switch (result) {
                case RawResult.Path r -> r.path();
                case RawResult.PathAndStat r -> r.path();
                default -> throw new AssertionError("no path in " + this);
            };
        }

        public Octets data() {
            return result(RawResult.DataAndStat.class).data();
        }

        /** The body, which must have this shape. */
        public <T extends RawResult> T result(Class<T> shape) {
            if (!shape.isInstance(result)) {
                throw new AssertionError("no " + shape.getSimpleName() + " in " + this);
            }
            return shape.cast(result);
        }
    }

    /** A watch notification. Types: 1 created, 2 deleted, 3 data changed, 4 children changed. */
    record Event(long zxid, int type, int state, @Nullable String path) implements Incoming {}

    /** The server closed the connection. */
    record Closed() implements Incoming {}
}
