package io.tapio.front;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many of the process's file descriptors clients may have.
 *
 * <p>With none left the server could not begin another file of its log, nor even load a class: it
 * would be down, not just busy.
 */
final class Descriptors {
    private Descriptors() {}

    /** What is free now, less a reserve for what the server opens later. */
    static int forClients() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            long limit = os.getMaxFileDescriptorCount();
            long reserve = Math.clamp(limit / 16, 64, 1024);
            long free = limit - os.getOpenFileDescriptorCount() - reserve;
            return Math.clamp(free, 1, Integer.MAX_VALUE);
        }
        return Integer.MAX_VALUE;
    }
}
