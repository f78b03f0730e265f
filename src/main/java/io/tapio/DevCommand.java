package io.tapio;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final int PORT_MAX = 65_535;

    /**
     * What is wanted.
     *
     * @param port of the first member's clients; the others follow
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

        /** Throws {@link IllegalArgumentException} when there is no such option. */
        Wanted with(String option, String value) {
            return switch (option) {
                case "--members" ->
                        new Wanted(Integer.parseInt(value), observers, port, directory, script);
                case "--observers" ->
                        new Wanted(members, Integer.parseInt(value), port, directory, script);
                case "--port" ->
                        new Wanted(members, observers, Integer.parseInt(value), directory, script);
                case "--dir" -> in(Path.of(value).toAbsolutePath().normalize());
                default -> throw new IllegalArgumentException(option);
            };
        }

        private Wanted in(Path other) {
            return new Wanted(members, observers, port, other, script);
        }

        int count() {
            return members + observers;
        }

        boolean isPossible() {
            return members >= 1
                    && observers >= 0
                    && count() <= MEMBERS_MAX
                    && port >= 1
                    && port + count() - 1 <= PORT_MAX;
        }
    }

    private final Wanted wanted;
    private final List<DevMember> members;
    private final CountDownLatch asked = new CountDownLatch(1);

    private DevCommand(Wanted wanted, List<DevMember> members) {
        this.wanted = wanted;
        this.members = members;
    }

    static int run(Wanted wanted) {
        if (!wanted.isPossible()) {
            System.err.println(
                    "tapio dev runs 1 to %d members and observers in all, on ports up to %d"
                            .formatted(MEMBERS_MAX, PORT_MAX));
            return ExitCode.BAD_CONFIGURATION;
        }
        try {
            var layout = new DevLayout(wanted);
            var obstacle = layout.obstacle();
            if (obstacle.isPresent()) {
                System.err.println(obstacle.get());
                return ExitCode.FAILED;
            }
            return new DevCommand(wanted, layout.write()).live();
        } catch (IOException failure) {
            System.err.println("cannot set up " + wanted.directory() + ": " + failure.getMessage());
            return ExitCode.FAILED;
        }
    }

    private int live() throws IOException {
        var stopper = new Thread(this::stopWhenAsked, "stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        System.out.printf("Starting %s, data below %s ...%n", crowd(), wanted.directory());
        for (DevMember each : members) each.start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (DevMember each : members) {
            if (each.awaitServing(deadline)) continue;
            if (isEnding()) break;
            System.err.println(each.lastWords());
            members.forEach(DevMember::askToEnd);
            members.forEach(DevMember::awaitEnd);
            Runtime.getRuntime().removeShutdownHook(stopper);
            return ExitCode.FAILED;
        }
        if (!isEnding()) {
            System.out.println(greeting());
            members.forEach(DevMember::tellWhenItEnds);
        }
        awaitEnd();
        return ExitCode.OK;
    }

    private boolean isEnding() {
        return asked.getCount() == 0;
    }

    private void awaitEnd() {
        try {
            new CountDownLatch(1).await(); // the way out is Ctrl-C or SIGTERM
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A program that a signal ends has the signal's exit code, unless it is halted before. */
    private void stopWhenAsked() {
        asked.countDown();
        members.forEach(DevMember::askToEnd);
        members.forEach(DevMember::awaitEnd);
        members.forEach(each -> each.stillThere().ifPresent(System.out::println));
        System.out.println("All members started here have ended.");
        System.out.flush();
        Runtime.getRuntime().halt(ExitCode.OK);
    }

    private String crowd() {
        String observers =
                wanted.observers() == 0 ? "" : " and " + counted(wanted.observers(), "observer");
        return counted(wanted.members(), "member") + observers;
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private String greeting() {
        String connect =
                members.stream()
                        .map(each -> "localhost:" + each.clientPort())
                        .collect(Collectors.joining(","));
        String lines =
                members.stream()
                        .map(each -> "  " + each.description())
                        .collect(Collectors.joining("\n"));
        return """

               Tapio %s is serving: %s.
                 connect string   %s
               %s
                 next             any ZooKeeper client, for example: zkCli.sh -server %s
               %s  logs             %s
                 stop             Ctrl-C
               """
                .formatted(
                        Version.current(),
                        crowd(),
                        connect,
                        lines,
                        connect,
                        whatToTry(),
                        wanted.directory().resolve("N").resolve(DevMember.DIARY));
    }

    /** A leader is the one to kill: the others elect another. */
    private String whatToTry() {
        if (wanted.members() < 3) return "";

        var victim =
                members.stream().filter(DevMember::leads).findFirst().orElse(members.getFirst());
        return "  kill the leader  kill -9 %d\n  start it again   %s\n"
                .formatted(victim.pid(), victim.startCommand());
    }
}
