package io.tapio.processes;

import io.tapio.testkit.FourLetters;
import io.tapio.torture.host.Commands;
import io.tapio.torture.host.Disk;
import io.tapio.torture.host.Orphans;
import io.tapio.torture.host.Status;
import io.tapio.torture.host.Status.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * One member of an ensemble: its folder and address, which stay, and its process, which comes and
 * goes.
 */
final class MemberProcess implements AutoCloseable {
    /** For what takes a second on a machine of one's own. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final char STOPPED = 'T'; // in /proc
    private static final Duration PAUSE_MAX = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);

    /** As Tapio and Apache ZooKeeper say it. */
    private static final Predicate<String> WHOLE_TREE =
            Pattern.compile("the leader's state is installed|Getting a snapshot from leader")
                    .asPredicate();

    private static final int SHOWN_LINES = 30;

    private final int id;
    private final Path folder;
    private final InetSocketAddress address;
    private final List<String> command;
    private Optional<Process> process = Optional.empty();

    MemberProcess(int id, Path folder, InetSocketAddress address, List<String> command) {
        this.id = id;
        this.folder = folder;
        this.address = address;
        this.command = command;
    }

    int id() {
        return id;
    }

    InetSocketAddress address() {
        return address;
    }

    String hostPort() {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    Path dataDir() {
        return folder.resolve("data");
    }

    /** To be touched only while the process is down. */
    Disk disk() {
        return new Disk(dataDir());
    }

    // ---- the process

    /** Starts the process; it need not answer yet when this returns. */
    MemberProcess start() {
        if (isAlive()) throw new AssertionError(this + " runs already");
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(diaryFile().toFile()));
        try {
            process = Optional.of(builder.start());
            process.ifPresent(Orphans::register);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.orElseThrow().pid();
    }

    boolean isAlive() {
        return process.filter(Process::isAlive).isPresent();
    }

    /** SIGKILL: the process gets no chance to say or write anything more. */
    void kill() {
        process.ifPresent(Process::destroyForcibly);
        awaitExit();
    }

    /** SIGTERM: the process is asked to end, and has time to take its leave. */
    void terminate() {
        process.ifPresent(Process::destroy);
    }

    int awaitExit() {
        var ending = process.orElseThrow();
        try {
            if (ending.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) return ending.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError(this + " will not die");
    }

    /** SIGSTOP: on return each thread stands still, and the connections with them. */
    void pause() {
        signal("STOP");
        Awaitility.await().atMost(PAUSE_MAX).until(this::standsStill);
    }

    private boolean standsStill() throws IOException {
        try (var threads = Files.list(Path.of("/proc", "" + pid(), "task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != STOPPED) return false;
            }
            return true;
        } catch (NoSuchFileException ended) {
            return false; // one of its threads, while we looked
        }
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        Commands.run("kill", "-" + name, "" + pid());
    }

    // ---- what it says

    Status status() {
        return Status.ask(address);
    }

    /** What it answers to a four-letter word. */
    String answerTo(String word) {
        return FourLetters.ask(address, word);
    }

    /** The value of one line of {@code mntr}; empty if there is none of that name. */
    String figure(String name) {
        return answerTo("mntr")
                .lines()
                .filter(line -> line.startsWith(name + "\t"))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    /** Waits until the member serves clients. */
    MemberProcess awaitServing() {
        return await("serves", status -> status.role().serves());
    }

    MemberProcess awaitRole(Role role) {
        return await("is " + role, status -> status.role() == role);
    }

    /** Waits until the process answers, if only to say that it cannot serve. */
    MemberProcess awaitAnswer() {
        return await("answers", status -> status.role() != Role.SILENT);
    }

    private MemberProcess await(String promise, Predicate<Status> condition) {
        Awaitility.await(this + " " + promise)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .failFast(this + " has ended", this::failIfItHasEnded)
                .until(this::status, condition);
        return this;
    }

    private void failIfItHasEnded() {
        if (!isAlive()) throw new AssertionError(this + " has ended with " + awaitExit());
    }

    /** All that it has printed since its first start. */
    List<String> diary() {
        try {
            return Files.exists(diaryFile())
                    ? Files.readAllLines(diaryFile(), StandardCharsets.ISO_8859_1)
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a member that was away was brought up to date. */
    enum Learned {
        WHAT_IT_MISSED,
        THE_WHOLE_TREE
    }

    /** What the diary tells of it from this line on. */
    Learned learned(int fromLine) {
        var lines = diary();
        boolean all = lines.subList(fromLine, lines.size()).stream().anyMatch(WHOLE_TREE);
        return all ? Learned.THE_WHOLE_TREE : Learned.WHAT_IT_MISSED;
    }

    String endOfDiary() {
        var lines = diary();
        var last = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
        return "---- " + this + "\n" + String.join("\n", last);
    }

    private Path diaryFile() {
        return folder.resolve("diary.txt");
    }

    @Override
    public void close() {
        if (isAlive()) kill();
        process.ifPresent(ended -> awaitExit());
    }

    @Override
    public String toString() {
        return "member " + id;
    }
}
