package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.faults.Fault;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory belongs to one member at a time. */
class DirectoryLockTest {
    @TempDir Path directory;
    private StoreRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new StoreRig(directory);
    }

    @AfterEach
    void close() {
        rig.store.abandon();
    }

    @Test
    @Fault("F40")
    void aDirectoryInUseIsRefused() {
        assertThatThrownBy(() -> LogStore.open(rig.settings, rig.storage))
                .isInstanceOf(DataDirInUse.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("another member in this process");
    }

    @Test
    @Fault("F40")
    void aDirectoryInUseByAnotherProcessIsRefusedByItsNumber() throws Exception {
        rig.store.abandon();
        Process other =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                LockHolder.class.getName(),
                                rig.directory().toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("locked");

            assertThatThrownBy(rig::reopen)
                    .isInstanceOf(DataDirInUse.class)
                    .hasMessageContaining("process " + other.pid());
        } finally {
            other.destroyForcibly().waitFor();
        }
        rig.reopen();
    }

    /** Another process that holds the lock until it is killed. */
    static final class LockHolder {
        public static void main(String[] args) throws Exception {
            DirectoryLock.take(Path.of(args[0]));
            System.out.println("locked");
            System.in.read();
        }
    }
}
