package io.tapio.clients;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server in a process of its own, which can be killed; closing it kills it if nobody has. */
final class ServerProcess implements AutoCloseable {

    /** Starts one kind of server; it need not answer yet when this returns. */
    @FunctionalInterface
    interface Launcher {
        ServerProcess start(Path dataDir, int port, String... jvmArgs);

        /** Tapio, or Apache ZooKeeper with {@code -Dtapio.compat.server=apache}. */
        static Launcher underTest() {
            return isApache() ? ApacheProcess::start : TapioProcess::start;
        }

        static boolean isApache() {
            return "apache".equals(System.getProperty("tapio.compat.server"));
        }
    }

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final InetSocketAddress address;
    private final Path log;

    private ServerProcess(Process process, InetSocketAddress address, Path log) {
        this.process = process;
        this.address = address;
        this.log = log;
    }

    /** Runs a main class beside its log, to which everything that it prints is added. */
    static ServerProcess launch(int port, Path log, List<String> jvmArgs, String... mainAndArgs) {
        var command = new ArrayList<String>();
        command.add(javaProgram());
        command.addAll(quietFlags());
        command.addAll(jvmArgs);
        command.addAll(List.of("-cp", classPath(entry -> !entry.endsWith("test-classes"))));
        command.addAll(List.of(mainAndArgs));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(log.getParent().toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            return new ServerProcess(builder.start(), address, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** This JVM's class path; the tests' own settings, of logging say, are no server's business. */
    static String classPath(Predicate<Path> wanted) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> wanted.test(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    static String javaProgram() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Netty and Pekko still use what newer JDKs warn about. */
    static List<String> quietFlags() {
        return Runtime.version().feature() < 24
                ? List.of()
                : List.of(
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED");
    }

    /** A port that was free a moment ago. */
    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A zoo.cfg as all tests here want it, beside the data. */
    static Path configFor(Path dataDir, int port) {
        var file = dataDir.resolveSibling(dataDir.getFileName() + ".cfg");
        var text =
                """
                tickTime=2000
                dataDir=%s
                clientPort=%d
                clientPortAddress=127.0.0.1
                maxClientCnxns=0
                admin.enableServer=false
                extendedTypesEnabled=true
                4lw.commands.whitelist=*
                """
                        .formatted(dataDir, port);
        try {
            Files.createDirectories(dataDir);
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path logFor(Path dataDir) {
        return dataDir.resolveSibling(dataDir.getFileName() + ".log");
    }

    InetSocketAddress address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    /** Waits until the server says that it is well and serves. */
    ServerProcess awaitAnswer() {
        var deadline = Deadline.in(START_LIMIT);
        try {
            while (!says("ruok", "imok") || !says("srvr", "Mode: ")) {
                if (deadline.passed()) throw new AssertionError("no answer\n" + logTail());
                if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                    var code = process.exitValue();
                    throw new AssertionError("ended with " + code + "\n" + logTail());
                }
            }
            return this;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private boolean says(String word, String expected) {
        try (var socket = new Socket()) {
            socket.connect(address, 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            var answer = socket.getInputStream().readAllBytes();
            return new String(answer, StandardCharsets.US_ASCII).contains(expected);
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits that long, or until the process ends by itself. */
    void live(Duration time) {
        try {
            process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** SIGTERM: the process is asked to end. */
    void terminate() {
        process.destroy();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The exit code of a process that must end in time. */
    int awaitExit(Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("still alive\n" + logTail());
    }

    /** SIGKILL: the process gets no chance to say or write anything more. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) throw new AssertionError("will not die");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Sockets and files, but not the jars, which a JVM opens when it first needs them. */
    int openFiles() {
        return (int) entries("fd").filter(entry -> !isJar(entry)).count();
    }

    int threads() {
        return (int) entries("task").count();
    }

    private Stream<Path> entries(String directory) {
        try (Stream<Path> entries = Files.list(Path.of("/proc", "" + pid(), directory))) {
            return entries.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isJar(Path entry) {
        try {
            return Files.readSymbolicLink(entry).toString().endsWith(".jar");
        } catch (IOException e) {
            return true; // closed meanwhile
        }
    }

    List<String> log() {
        try {
            return Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String logTail() {
        var lines = log();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    @Override
    public void close() {
        kill();
    }
}
