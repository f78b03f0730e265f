package io.tapio.torture;

import io.tapio.torture.host.Commands;
import io.tapio.torture.host.Disk;
import io.tapio.torture.host.Orphans;
import io.tapio.torture.host.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One member: its folder and address, which stay, and its process, which comes and goes. */
final class Member {
    private static final long EXIT_MAX_SECONDS = 30;

    private final int id;
    private final Path folder;
    private final Path data;
    private final InetSocketAddress address;
    private final List<String> command;
    private volatile Optional<Process> process = Optional.empty();

    Member(int id, Path folder, Path data, InetSocketAddress address, List<String> command) {
        this.id = id;
        this.folder = folder;
        this.data = data;
        this.address = address;
        this.command = List.copyOf(command);
    }

    int id() {
        return id;
    }

    InetSocketAddress address() {
        return address;
    }

    Path data() {
        return data;
    }

    /** To be touched only while the process is down. */
    Disk disk() {
        return new Disk(data);
    }

    void start() {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("diary.txt").toFile()));
        try {
            var started = builder.start();
            Orphans.register(started);
            process = Optional.of(started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.filter(Process::isAlive).isPresent();
    }

    long pid() {
        return process.orElseThrow().pid();
    }

    /** How its process ended, if it did so by itself. */
    Optional<Integer> exitCode() {
        return process.filter(ended -> !ended.isAlive()).map(Process::exitValue);
    }

    /** SIGKILL: no chance to say or write anything more. */
    void kill() {
        process.ifPresent(Process::destroyForcibly);
        awaitExit(Duration.ofSeconds(EXIT_MAX_SECONDS));
    }

    /** Whether it is over within that time. */
    boolean awaitExit(Duration atMost) {
        try {
            return process.isEmpty()
                    || process.get().waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** SIGSTOP: the process stands still, and its connections with it. */
    void pause() {
        Commands.succeeds("kill", "-STOP", "" + pid());
    }

    void resume() {
        Commands.succeeds("kill", "-CONT", "" + pid());
    }

    Status status() {
        return Status.ask(address);
    }

    @Override
    public String toString() {
        return "member " + id;
    }
}
