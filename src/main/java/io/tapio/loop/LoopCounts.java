package io.tapio.loop;

/**
 * What a loop has done since its start, counted where it is done.
 *
 * <p>Plain fields of one thread, for counting must cost nothing: only the loop's own thread may
 * count, and read.
 */
public final class LoopCounts {
    private long turns;
    private long selects;
    private long sleeps;
    private long wakeUps;
    private long tasks;
    private long reads;
    private long writes;

    /**
     * The counts at one moment.
     *
     * @param selects how often the system was asked which channels are ready
     * @param sleeps of these, how often the loop would wait for the answer
     * @param wakeUps of these, how often another thread ended the wait, with a system call
     * @param tasks runs of mailboxes, mostly
     * @param reads system calls that read from a socket
     * @param writes system calls that wrote to a socket
     */
    public record Figures(
            long turns,
            long selects,
            long sleeps,
            long wakeUps,
            long tasks,
            long reads,
            long writes) {}

    public Figures figures() {
        return new Figures(turns, selects, sleeps, wakeUps, tasks, reads, writes);
    }

    void turn() {
        turns++;
    }

    void select() {
        selects++;
    }

    void sleep() {
        sleeps++;
    }

    void wakeUp() {
        wakeUps++;
    }

    void task() {
        tasks++;
    }

    /** A channel of the loop is being read from. */
    public void read() {
        reads++;
    }

    /** A channel of the loop is being written to. */
    public void write() {
        writes++;
    }
}
