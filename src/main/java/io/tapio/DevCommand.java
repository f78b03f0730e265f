package io.tapio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * {@code tapio dev}: a whole ensemble on this machine, each member a process of its own, until it
 * is asked to end. What it keeps stays from one time to the next.
 */
final class DevCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MEMBERS_MAX = 9;

    /**
     * What is wanted.
     *
     * @param script the command that starts one server
     */
    record Wanted(int members, int observers, int port, Path directory, Path script) {
        static Wanted usual() {
            return new Wanted(
                    3,
                    0,
                    2181,
                    Path.of("data", "dev").toAbsolutePath(),
                    Path.of(System.getProperty("tapio.script", "tools/tapio")).toAbsolutePath());
        }

        Wanted with(String option, String value) throws NumberFormatException {
            return switch (option) {
                case "--members" ->
                        new Wanted(Integer.parseInt(value), observers, port, directory, script);
                case "--observers" ->
                        new Wanted(members, Integer.parseInt(value), port, directory, script);
                case "--port" ->
                        new Wanted(members, observers, Integer.parseInt(value), directory, script);
                case "--dir" ->
                        new Wanted(
                                members,
                                observers,
                                port,
                                Path.of(value).toAbsolutePath().normalize(),
                                script);
                default -> throw new IllegalArgumentException(option);
            };
        }

        boolean isPossible() {
            return members >= 1 && observers >= 0 && members + observers <= MEMBERS_MAX;
        }
    }

    private DevCommand() {}

    static int run(Wanted wanted) {
        if (!wanted.isPossible()) {
            System.err.println("tapio dev runs 1 to " + MEMBERS_MAX + " members in all");
            return ExitCode.BAD_CONFIGURATION;
        }
        try {
            List<DevMember> members = DevMember.lay(wanted);
            for (DevMember each : members) {
                var busy = each.busyPort();
                if (busy.isPresent()) {
                    System.err.println(busy.get());
                    return ExitCode.FAILED;
                }
            }
            return live(members, wanted);
        } catch (IOException failure) {
            System.err.println("cannot set up " + wanted.directory() + ": " + failure.getMessage());
            return ExitCode.FAILED;
        }
    }

    private static int live(List<DevMember> members, Wanted wanted) throws IOException {
        var ending = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(members, ending), "stop"));
        for (DevMember each : members) each.start(wanted.script());
        System.out.printf(
                "Starting %d members, data below %s ...%n", members.size(), wanted.directory());
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        for (DevMember each : members) {
            if (!each.awaitServing(deadline)) {
                System.err.println(each.lastWords());
                return ExitCode.FAILED;
            }
        }
        System.out.println(greeting(members, wanted));
        for (DevMember each : members) each.tellWhenItEnds(wanted.script());
        awaitEnd(ending);
        return ExitCode.OK;
    }

    private static void awaitEnd(CountDownLatch ending) {
        try {
            ending.await(); // until Ctrl-C or SIGTERM
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(List<DevMember> members, CountDownLatch ending) {
        members.forEach(DevMember::askToEnd);
        members.forEach(DevMember::awaitEnd);
        ending.countDown();
    }

    private static String greeting(List<DevMember> members, Wanted wanted) throws IOException {
        var lines = new ArrayList<String>();
        for (DevMember each : members) lines.add("  " + each.description());
        String connect =
                members.stream()
                        .map(each -> "localhost:" + each.clientPort())
                        .collect(Collectors.joining(","));
        return """

               Tapio %s is serving with %d members.
                 connect string   %s
               %s
                 next             any ZooKeeper client, for example: zkCli.sh -server %s
                 try              kill -9 one of them: the others go on
                 diaries          %s
                 stop             Ctrl-C
               """
                .formatted(
                        Version.current(),
                        members.size(),
                        connect,
                        lines.stream()
                                .map(line -> line.indent(0).strip())
                                .map("  "::concat)
                                .collect(Collectors.joining("\n")),
                        connect,
                        wanted.directory().resolve("N").resolve("tapio.log"));
    }

    /** Makes a directory and all above it. */
    static Path directory(Path path) throws IOException {
        return Files.createDirectories(path);
    }
}
