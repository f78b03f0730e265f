package io.tapio;

/** How the program ends; the numbers are ZooKeeper's where it has one for the case. */
final class ExitCode {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int BAD_CONFIGURATION = 2;
    static final int DATA_UNUSABLE = 3;

    private ExitCode() {}
}
