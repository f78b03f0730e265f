package io.tapio;

import io.tapio.config.TapioConfig;
import io.tapio.log.DataDirectories;
import java.io.IOException;
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
        try {
            // The lock tells, not the pid file: that may be left over, and its number another's.
            Optional<ProcessHandle> server =
                    DataDirectories.user(dataDir).filter(StopCommand::isJava);
            if (server.isPresent()) return stop(server.get(), dataDir);

            System.out.println("no server is running with data in " + dataDir);
            return ExitCode.OK;
        } catch (IOException unreadable) {
            System.err.println("cannot look into " + dataDir + ": " + unreadable);
            return ExitCode.FAILED;
        }
    }

    /** On a shared disk the number may be that of a process on another machine. */
    private static boolean isJava(ProcessHandle process) {
        return process.info().command().map(command -> command.endsWith("java")).orElse(true);
    }

    private static int stop(ProcessHandle process, Path dataDir) {
        if (!process.destroy()) {
            System.err.println("this user may not stop process " + process.pid());
            return ExitCode.FAILED;
        }
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
