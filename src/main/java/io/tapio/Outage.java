package io.tapio;

/** Why a server cannot serve, in one sentence, and what the program would end with at its start. */
record Outage(int exitCode, String reason) {

    static Outage ofData(String reason) {
        return new Outage(ExitCode.DATA_UNUSABLE, reason);
    }

    static Outage of(String reason) {
        return new Outage(ExitCode.FAILED, reason);
    }
}
