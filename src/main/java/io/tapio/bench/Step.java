package io.tapio.bench;

/** One thing to measure. */
sealed interface Step {

    /** The name under which its figures stand. */
    String name();

    /** What is asked, as {@code 16 x 16}: connections, and requests under way on each. */
    String shape();

    /** Operations as many as are answered, or as are due. */
    record Load(Op op, int connections, int window) implements Step {
        @Override
        public String name() {
            return op.word();
        }

        @Override
        public String shape() {
            return connections + " x " + window;
        }
    }

    /** One at a time. */
    record Latency(Op op) implements Step {
        @Override
        public String name() {
            return op.word() + " latency";
        }

        @Override
        public String shape() {
            return "1 x 1";
        }
    }

    /** One change, and how long until the last of these has been told. */
    record FanOut(int watchers) implements Step {
        @Override
        public String name() {
            return "fan-out";
        }

        @Override
        public String shape() {
            return watchers + " watchers";
        }
    }

    /** A connection and a session, over and over. */
    record Connect(int connections) implements Step {
        @Override
        public String name() {
            return "connect";
        }

        @Override
        public String shape() {
            return connections + " at once";
        }
    }

    /** The leader dies so many times. */
    record FailOver(int kills) implements Step {
        @Override
        public String name() {
            return "fail-over";
        }

        @Override
        public String shape() {
            return kills == 1 ? "1 kill" : kills + " kills";
        }
    }

    /** What a server keeps for each session and each znode. */
    record Memory(int sessions, int znodes) implements Step {
        @Override
        public String name() {
            return "memory";
        }

        @Override
        public String shape() {
            return "%,d sessions, %,d znodes".formatted(sessions, znodes);
        }
    }
}
