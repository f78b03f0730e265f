package io.tapio.loop;

import com.typesafe.config.Config;
import java.util.concurrent.TimeUnit;

/** How an event loop divides its time, and the buffers it lends to its connections. */
public record LoopSettings(
        long spinNanos,
        int tasksPerTurn,
        int remoteTasksPerTurn,
        int readBufferBytes,
        int writeBufferBytes) {

    public LoopSettings {
        require(spinNanos >= 0, "spin is not negative");
        require(tasksPerTurn > 0, "tasks-per-turn is positive");
        require(remoteTasksPerTurn > 0, "remote-tasks-per-turn is positive");
        require(readBufferBytes >= 1024, "read-buffer holds at least 1 KiB");
        require(writeBufferBytes >= 1024, "write-buffer holds at least 1 KiB");
    }

    /** Reads the section {@code event-loop} of a dispatcher. */
    static LoopSettings from(Config section) {
        return new LoopSettings(
                section.getDuration("spin", TimeUnit.NANOSECONDS),
                section.getInt("tasks-per-turn"),
                section.getInt("remote-tasks-per-turn"),
                Math.toIntExact(section.getMemorySize("read-buffer").toBytes()),
                Math.toIntExact(section.getMemorySize("write-buffer").toBytes()));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) throw new IllegalArgumentException("tapio.loop.event-loop: " + rule);
    }
}
