package io.tapio.admin;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** How many files and sockets this process has open, and how many it may have. */
record OpenFiles(long open, long max) {

    /** Empty where the system does not tell. Looks through a directory of the system. */
    static Optional<OpenFiles> count() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof UnixOperatingSystemMXBean unix
                ? Optional.of(
                        new OpenFiles(
                                unix.getOpenFileDescriptorCount(),
                                unix.getMaxFileDescriptorCount()))
                : Optional.empty();
    }
}
