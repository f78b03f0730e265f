package io.tapio.torture.history;

import java.util.List;

/** What a client asked for. */
public sealed interface Call {

    /** Any version, in what names the version that it expects. */
    int ANY = -1;

    /** A call that may be part of a multi. */
    sealed interface Step extends Call {
        String path();
    }

    /** What kind of node is made. */
    enum Mode {
        PERSISTENT(0),
        EPHEMERAL(1),
        SEQUENTIAL(2),
        EPHEMERAL_SEQUENTIAL(3);

        private final int flags;

        Mode(int flags) {
            this.flags = flags;
        }

        /** As it goes over the wire. */
        public int flags() {
            return flags;
        }

        public boolean isEphemeral() {
            return (flags & 1) != 0;
        }

        public boolean isSequential() {
            return (flags & 2) != 0;
        }
    }

    /**
     * A new node.
     *
     * @param path without the number that a sequential one gets
     * @param data used once in a history, or empty
     */
    record Create(String path, String data, Mode mode) implements Step {}

    record SetData(String path, String data, int version) implements Step {}

    record Delete(String path, int version) implements Step {}

    record Check(String path, int version) implements Step {}

    /** All steps or none. */
    record Multi(List<Step> steps) implements Call {
        public Multi {
            steps = List.copyOf(steps);
        }
    }

    record GetData(String path, boolean watch) implements Call {}

    record Exists(String path, boolean watch) implements Call {}

    record GetChildren(String path, boolean watch) implements Call {}

    record Sync(String path) implements Call {}

    /** The end of the session. */
    record Close() implements Call {}

    /** Whether it changes something when it succeeds, and so has a zxid of its own. */
    default boolean isWrite() {
        return switch (this) {
            case Create c -> true;
            case SetData c -> true;
            case Delete c -> true;
            case Check c -> true;
            case Multi c -> true;
            case Close c -> true;
            case GetData c -> false;
            case Exists c -> false;
            case GetChildren c -> false;
            case Sync c -> false;
        };
    }

    /** What a write consists of: itself, or the steps of a multi; nothing for a read. */
    default List<Step> steps() {
        return switch (this) {
            case Step step -> List.of(step);
            case Multi multi -> multi.steps;
            case GetData c -> List.of();
            case Exists c -> List.of();
            case GetChildren c -> List.of();
            case Sync c -> List.of();
            case Close c -> List.of();
        };
    }
}
