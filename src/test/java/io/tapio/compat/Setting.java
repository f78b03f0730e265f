package io.tapio.compat;

import io.tapio.processes.EnsembleUnderTest;
import io.tapio.testkit.ServerUnderTest;
import io.tapio.testkit.Servers;
import java.nio.file.Path;

/** Where a suite is played. */
public enum Setting {
    /** Apache ZooKeeper, one server: what the protocol means in practice. */
    APACHE,
    /** One server under test. */
    ALONE,
    /** Three members under test, each a process of its own. */
    ENSEMBLE;

    /** Fresh, with its data in this directory, and with the settings of {@link Servers#tapio}. */
    public ServerUnderTest start(Path dir) {
        return switch (this) {
            case APACHE -> Servers.apache(dir);
            case ALONE -> Servers.tapio(dir);
            case ENSEMBLE -> EnsembleUnderTest.start(dir);
        };
    }
}
