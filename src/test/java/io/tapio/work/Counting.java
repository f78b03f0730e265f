package io.tapio.work;

import io.tapio.torture.host.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The process that counts: does all chores many times over, and writes what each operation cost
 * when it cost least.
 *
 * <p>The least, for whatever else happens meanwhile, such as ticks, costs something, too; and code
 * that is not compiled yet makes objects that it will not make later.
 */
final class Counting {
    private static final String HOST = host();
    private static final String USUAL =
            """
            tickTime=2000
            initLimit=10
            syncLimit=5
            maxSessionTimeout=60000
            maxClientCnxns=0
            snapCount=100000000
            snapSizeLimitInKb=-1
            clientPort=0
            clientPortAddress=%s
            """
                    .formatted(HOST);

    private final int rounds;
    private final String pattern;

    private Counting(int rounds, String pattern) {
        this.rounds = rounds;
        this.pattern = pattern;
    }

    /**
     * Arguments: where data may lie, where the figures go, how often to do everything, and, for who
     * wants a profile of few chores, a pattern of their names.
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]).toAbsolutePath();
        var lines = new ArrayList<String>();
        var counting = new Counting(Integer.parseInt(args[2]), args.length > 3 ? args[3] : ".*");
        lines.addAll(counting.alone(directory.resolve("alone")));
        lines.addAll(counting.three(directory));
        Files.write(Path.of(args[1]), lines);
        System.exit(0); // whatever thread may still be there
    }

    private List<String> alone(Path directory) {
        var chores = new ArrayList<Chore>();
        Stream.of(
                        List.of(Kind.get(), Kind.exists(), Kind.children(), Kind.ping()),
                        List.of(Kind.set(), Kind.multi()))
                .flatMap(List::stream)
                .map(Chore::both)
                .forEach(chores::addAll);
        chores.addAll(comingAndGoing(Kind.create(), Kind.delete()));
        chores.add(new Chore.OneByOne(Kind.watch()));
        chores.add(new Chore.FanOut(Kind.path(0, 0)));
        chores.add(new Chore.Visit());
        try (var server = Subject.start(0, directory, USUAL)) {
            server.leader();
            try (var place = Place.at(server, List.of(server))) {
                Kind.furnish(place.clients().getFirst());
                return figures(place, chores);
            }
        }
    }

    private static List<Chore> comingAndGoing(Kind come, Kind go) {
        return List.of(
                new Chore.OneByOne(come),
                new Chore.OneByOne(go),
                new Chore.AtOnce(come),
                new Chore.AtOnce(go));
    }

    private List<String> three(Path directory) {
        String servers =
                IntStream.rangeClosed(1, 3)
                        .mapToObj(id -> serverLine(id))
                        .collect(Collectors.joining());
        List<Subject> members =
                IntStream.rangeClosed(1, 3)
                        .mapToObj(
                                id ->
                                        Subject.start(
                                                id,
                                                directory.resolve("member-" + id),
                                                USUAL + servers))
                        .toList();
        int leader = members.stream().mapToInt(Subject::leader).max().orElseThrow();
        var lines = new ArrayList<String>();
        try (var place = Place.at(members.get(leader - 1), members)) {
            Kind.furnish(place.clients().getFirst());
            lines.addAll(figures(place, atLeader()));
        }
        try (var place = Place.at(members.get(leader % 3), members)) {
            lines.addAll(figures(place, atFollower()));
        }
        members.forEach(Subject::close);
        return lines;
    }

    private static String serverLine(int id) {
        return "server.%d=%s:%d:%d\n".formatted(id, HOST, Ports.free(), Ports.free());
    }

    /**
     * An address of the loopback network that no other process has, where there is more than one.
     */
    private static String host() {
        if (!System.getProperty("os.name").startsWith("Linux")) return "127.0.0.1";

        long pid = ProcessHandle.current().pid();
        return "127.%d.%d.%d".formatted(1 + (pid >> 16) % 250, (pid >> 8) & 255, pid & 255);
    }

    private static List<Chore> atLeader() {
        var chores = new ArrayList<>(Chore.both(Kind.set().named("three-set-at-leader")));
        chores.addAll(
                comingAndGoing(
                        Kind.create().named("three-create"), Kind.delete().named("three-delete")));
        return chores;
    }

    private static List<Chore> atFollower() {
        var chores = new ArrayList<>(Chore.both(Kind.set().named("three-set-at-follower")));
        chores.addAll(Chore.both(Kind.get().named("three-get-at-follower")));
        return chores;
    }

    private List<String> figures(Place place, List<Chore> chores) {
        var all = new ArrayList<Chore>(List.of(new Chore.Nothing()));
        chores.stream().filter(chore -> chore.name().matches(pattern)).forEach(all::add);
        var least = new LinkedHashMap<Chore, Work>();
        for (int round = 0; round < rounds; round++) {
            for (Chore chore : all) least.merge(chore, place.of(chore), Work::least);
        }
        Work nothing = least.remove(new Chore.Nothing());
        return least.entrySet().stream()
                .flatMap(
                        each ->
                                lines(
                                        each.getKey(),
                                        each.getValue().minus(nothing),
                                        place.subjects().size()))
                .toList();
    }

    private static Stream<String> lines(Chore chore, Work work, int members) {
        return Stream.of(Figure.values())
                .filter(figure -> figure.isSteady(chore, members))
                .map(
                        figure -> {
                            int among = figure.isBytes() ? chore.operations() : chore.batches();
                            double each = Math.max(0, work.of(figure)) / (double) among;
                            return new Count(chore.name() + " " + figure.label(), each).line();
                        });
    }
}
