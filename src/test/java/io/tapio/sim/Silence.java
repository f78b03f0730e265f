package io.tapio.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** As long as it lasts, simulated members write no diary: their disks fail every second. */
final class Silence implements AutoCloseable {
    private final Logger diary = (Logger) LoggerFactory.getLogger("tapio");
    private final Level before = diary.getLevel();

    Silence() {
        diary.setLevel(Level.OFF);
    }

    @Override
    public void close() {
        diary.setLevel(before);
    }
}
