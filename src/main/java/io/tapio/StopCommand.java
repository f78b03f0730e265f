package io.tapio;

import io.tapio.config.TapioConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code tapio stop}: asks the server of a data directory to end, and waits for it. */
final class StopCommand {
    private static final int PATIENCE_SECONDS = 10;

    private StopCommand() {}

    static int run(TapioConfig.Loaded loaded) {
        Path dataDir = loaded.config().storage().dataDir();
        Optional<ProcessHandle> process = new PidFile(dataDir).process();
        if (process.isEmpty()) {
            System.out.println("no server is running with data in " + dataDir);
            return ExitCode.OK;
        }
        return stop(process.get(), dataDir);
    }

    private static int stop(ProcessHandle process, Path dataDir) {
        process.destroy();
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            System.out.println("stopped process " + process.pid() + ", data in " + dataDir);
            return ExitCode.OK;
        } catch (TimeoutException slow) {
            System.err.println(
                    "process " + process.pid() + " has not ended after " + PATIENCE_SECONDS + " s");
        } catch (ExecutionException failed) {
            System.err.println(
                    "cannot wait for process " + process.pid() + ": " + failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.FAILED;
    }
}
