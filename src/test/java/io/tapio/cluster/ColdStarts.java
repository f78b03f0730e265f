package io.tapio.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Starts an ensemble of processes again and again, and looks whether it ends with one set of
 * members each time; no part of the tests that run by themselves. Zab is played by this program,
 * badly: it deposes leaders just elected.
 *
 * <p>{@code java -cp ... io.tapio.cluster.ColdStarts MINUTES MEMBERS [SEED]}; run it on a machine
 * that has other things to do.
 */
final class ColdStarts {
    private static final long PATIENCE_SECONDS = 240;

    private final int size;
    private final Random dice;
    private final List<MemberProcess> members = new ArrayList<>();
    private int epoch;
    private int leader;

    private ColdStarts(int size, Random dice) {
        this.size = size;
        this.dice = dice;
    }

    public static void main(String[] args) throws Exception {
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(Long.parseLong(args[0]));
        int size = Integer.parseInt(args[1]);
        long seed = args.length > 2 ? Long.parseLong(args[2]) : System.nanoTime();
        System.out.println("seed " + seed);
        for (int round = 1; System.nanoTime() < until; round++) {
            var starts = new ColdStarts(size, new Random(seed + round));
            Runtime.getRuntime().addShutdownHook(new Thread(starts::killAll));
            try {
                System.out.println("round " + round + ": " + starts.round());
            } catch (IllegalStateException failed) {
                System.out.println("round " + round + ": FAILED " + failed.getMessage());
            } finally {
                starts.killAll();
            }
        }
    }

    private String round() throws Exception {
        List<String> endpoints =
                IntStream.range(0, size).mapToObj(i -> "" + Ensemble.freePort()).toList();
        for (int id = 1; id <= size; id++) members.add(new MemberProcess(id, endpoints));
        Collections.shuffle(members, dice);
        for (MemberProcess member : members) member.start();

        long started = System.nanoTime();
        await("a quorum is there", () -> ready().size() > size / 2);
        long elected = System.nanoTime();
        elect(ready());
        int depositions = dice.nextInt(3);
        for (int i = 0; i < depositions; i++) {
            TimeUnit.MILLISECONDS.sleep(dice.nextInt(4_000));
            elect(ready());
        }
        String story = "quorum after " + since(started) + ", " + depositions + " deposed, ";
        awaitOneSet();
        story += "one set after " + since(elected) + ", restarts " + restarts();
        return story + ", " + killOne();
    }

    private String killOne() throws Exception {
        MemberProcess victim = members.get(dice.nextInt(size));
        int restartsBefore = restarts();
        victim.kill();
        if (victim.id == leader) elect(ready());
        TimeUnit.MILLISECONDS.sleep(dice.nextInt(15_000));
        victim.start();
        await("the killed one is ready", () -> ready().contains(victim));
        long ready = System.nanoTime();
        awaitOneSet();
        return "killed "
                + victim.id
                + " is back "
                + since(ready)
                + " after its start, restarts "
                + (restarts() - restartsBefore);
    }

    private void awaitOneSet() throws InterruptedException {
        String all = IntStream.rangeClosed(1, size).boxed().toList() + " without []";
        await("all see " + all, () -> members.stream().allMatch(m -> m.view.startsWith(all)));
    }

    private void elect(List<MemberProcess> candidates) {
        epoch++;
        leader = candidates.get(dice.nextInt(candidates.size())).id;
        for (MemberProcess member : candidates) {
            if (dice.nextInt(4) == 0) member.say("looking");
            member.say("established " + epoch + " " + leader);
        }
    }

    private List<MemberProcess> ready() {
        return members.stream().filter(member -> member.ready).toList();
    }

    private int restarts() {
        return members.stream().mapToInt(member -> member.restarts).sum();
    }

    /** Whoever is there follows the leader that is there. */
    private void await(String what, BooleanSupplier done) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > until) throw new IllegalStateException(what + ": " + views());
            for (MemberProcess member : ready()) member.follow(epoch, leader);
            for (MemberProcess member : members) member.mustLive();
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private List<String> views() {
        return members.stream().map(member -> member.id + " sees " + member.view).toList();
    }

    private static String since(long nanos) {
        return "%.1f s".formatted((System.nanoTime() - nanos) / 1e9);
    }

    private void killAll() {
        members.forEach(MemberProcess::kill);
    }

    /** A member in a process of its own. */
    private static final class MemberProcess {
        final int id;
        private final List<String> ports;
        volatile boolean ready;
        volatile String view = "nothing";
        volatile int restarts;
        private volatile Process process;
        private int followed;

        MemberProcess(int id, List<String> ports) {
            this.id = id;
            this.ports = ports;
        }

        void start() throws IOException {
            var command = new ArrayList<String>();
            command.add(System.getProperty("java.home") + "/bin/java");
            command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
            command.add("--sun-misc-unsafe-memory-access=allow");
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.addAll(List.of(ColdStartMember.class.getName(), "" + id));
            command.addAll(ports);
            ready = false;
            view = "nothing";
            restarts = 0;
            followed = 0;
            Process begun =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            process = begun;
            Thread.ofPlatform().daemon().start(() -> listen(begun));
        }

        private void listen(Process of) {
            try (var lines = new BufferedReader(new InputStreamReader(of.getInputStream()))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (of == process) heard(line);
                }
            } catch (IOException ended) {
                // killed
            }
        }

        private void heard(String line) {
            if (line.equals("ready")) {
                ready = true;
            } else if (line.startsWith("view ")) {
                view = line.substring(5);
                restarts = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
            } else {
                if (!line.startsWith("\tat ")) System.out.println("  member " + id + ": " + line);
            }
        }

        void follow(int epoch, int leader) {
            if (epoch > followed && leader != 0) say("established " + epoch + " " + leader);
            followed = epoch;
        }

        void say(String word) {
            try {
                process.getOutputStream().write((word + "\n").getBytes());
                process.getOutputStream().flush();
            } catch (IOException dead) {
                throw new UncheckedIOException(dead);
            }
        }

        void mustLive() {
            if (!process.isAlive()) throw new IllegalStateException("member " + id + " has ended");
        }

        void kill() {
            ready = false;
            if (process != null) process.destroyForcibly().onExit().join();
        }
    }
}
