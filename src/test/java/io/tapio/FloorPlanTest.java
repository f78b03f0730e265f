package io.tapio;

import static java.util.Map.entry;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The house stands as it was drawn: who may use whom, and what stays free of the world outside. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class FloorPlanTest {

    /** The root package, by the name it has in the tables below. */
    private static final String ROOF = "(io.tapio)";

    /** From the ground up. A package uses only what lies on lower floors, not its neighbours. */
    private static final List<List<String>> FLOORS =
            List.of(
                    List.of("model"),
                    List.of("jute", "loop"),
                    List.of("wire", "txn", "auth", "log", "zab"),
                    List.of(
                            "zab.election",
                            "zab.discovery",
                            "zab.sync",
                            "zab.broadcast",
                            "cluster",
                            "peer",
                            "tree",
                            "client"),
                    List.of("state"),
                    List.of("watch", "replica"),
                    List.of("ensemble"),
                    List.of("session"),
                    List.of("front"),
                    List.of("admin"),
                    List.of("cli"),
                    List.of("config"),
                    List.of(ROOF),
                    List.of(
                            "testkit",
                            "torture.history",
                            "torture.host",
                            "bench.client"), // in jars of their own, as are
                    List.of("torture", "bench"));

    /** Same input, same output: no actors, files, sockets, threads, clocks or dice in these. */
    private static final Set<String> PURE =
            Set.of(
                    "model",
                    "jute",
                    "wire",
                    "txn",
                    "auth",
                    "zab",
                    "zab.election",
                    "zab.discovery",
                    "zab.sync",
                    "zab.broadcast",
                    "tree",
                    "state",
                    "watch");

    /** Pure packages where a class that extends a Pekko type is an actor's shell, and exempt. */
    private static final Set<String> PURE_BUT_FOR_ACTORS = Set.of("watch");

    /** What a pure package may use of the forbidden types all the same. */
    private static final Map<String, Set<String>> ALLOWED_TO_THE_PURE =
            Map.ofEntries(entry("auth", Set.of("java.net.InetAddress")));

    /** Types that no pure package depends on, as patterns over the full name. */
    private static final Pattern IMPURE_TYPES =
            Pattern.compile(
                    String.join(
                            "|",
                            "org\\.apache\\.pekko\\..*",
                            "java\\.nio\\.(file|channels)\\..*",
                            "java\\.net\\..*",
                            "java\\.io\\.(File.*|RandomAccessFile)",
                            "java\\.lang\\.(Thread|Thread[.$].*|ThreadLocal|Process|ProcessBuilder)",
                            "java\\.util\\.(Timer|TimerTask)",
                            "java\\.util\\.concurrent\\.locks\\..*",
                            "java\\.util\\.concurrent\\.(ForkJoin|Thread|Flow|StructuredTask).*",
                            "java\\.util\\.concurrent\\..*(Executor|Future|Completion|Blocking).*",
                            "java\\.util\\.concurrent\\.(CountDownLatch|CyclicBarrier|Phaser)",
                            "java\\.util\\.concurrent\\.(Semaphore|Exchanger|TransferQueue)",
                            "java\\.time\\.(Clock|InstantSource)",
                            "java\\.security\\.SecureRandom"));

    /** Methods and constructors that no pure package calls: the clocks and the dice. */
    private static final Set<String> IMPURE_CALLS =
            Set.of(
                    "java.lang.System.currentTimeMillis()",
                    "java.lang.System.nanoTime()",
                    "java.lang.Math.random()",
                    "java.util.Random.<init>()",
                    "java.util.UUID.randomUUID()",
                    "java.time.Instant.now()",
                    "java.time.LocalDateTime.now()",
                    "java.time.ZonedDateTime.now()");

    /** Only these read the settings of the process; all others are told. */
    private static final Set<String> READERS_OF_SETTINGS =
            Set.of("config", ROOF, "torture", "bench");

    private static final Set<String> SETTINGS_CALLS =
            Set.of(
                    "java.lang.System.getProperty",
                    "java.lang.System.getProperties",
                    "java.lang.System.getenv",
                    "java.lang.Boolean.getBoolean",
                    "java.lang.Integer.getInteger",
                    "java.lang.Long.getLong");

    private static final int MOST_LINES_OF_A_FILE = 500;

    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.tapio");

    @Test
    void no_packages_use_each_other_in_a_circle() {
        SlicesRuleDefinition.slices()
                .matching("io.tapio.(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void every_package_has_its_floor() {
        Set<String> homeless = new TreeSet<>();
        for (JavaClass each : HOUSE) {
            homeless.add(room(each));
        }
        FLOORS.forEach(homeless::removeAll);
        assertThat(homeless).as("packages that FLOORS does not name").isEmpty();
    }

    @Test
    void a_package_uses_only_lower_floors() {
        Map<String, Integer> floors = floors();
        List<String> wrongs = new ArrayList<>();
        for (JavaClass each : HOUSE) {
            String from = room(each);
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                String to = room(target);
                if (isOurs(target)
                        && !to.equals(from)
                        && floors.getOrDefault(to, -1)
                                >= floors.getOrDefault(from, Integer.MAX_VALUE)) {
                    wrongs.add(from + " may not use " + to + ": " + dependency.getDescription());
                }
            }
        }
        assertNone(wrongs);
    }

    @Test
    void pure_packages_know_no_actors_files_sockets_or_threads() {
        List<String> wrongs = new ArrayList<>();
        for (JavaClass each : pureClasses()) {
            Set<String> allowed = ALLOWED_TO_THE_PURE.getOrDefault(room(each), Set.of());
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                String type = dependency.getTargetClass().getBaseComponentType().getName();
                if (IMPURE_TYPES.matcher(type).matches() && !allowed.contains(type)) {
                    wrongs.add(room(each) + " is pure: " + dependency.getDescription());
                }
            }
        }
        assertNone(wrongs);
    }

    @Test
    void pure_packages_read_no_clock_and_throw_no_dice() {
        List<String> wrongs = new ArrayList<>();
        for (JavaClass each : pureClasses()) {
            wrongs.addAll(accesses(each, target -> IMPURE_CALLS.contains(target.getFullName())));
        }
        assertNone(wrongs);
    }

    @Test
    void only_the_roof_and_config_read_the_settings_of_the_process() {
        List<String> wrongs = new ArrayList<>();
        for (JavaClass each : HOUSE) {
            if (!READERS_OF_SETTINGS.contains(room(each))) {
                wrongs.addAll(accesses(each, FloorPlanTest::readsSettings));
            }
        }
        assertNone(wrongs);
    }

    @Test
    void every_package_promises_that_nothing_is_null_unless_it_says_so() {
        Set<String> silent = new TreeSet<>();
        for (JavaClass each : HOUSE) {
            if (!each.getPackage().isAnnotatedWith(NullMarked.class)) {
                silent.add(each.getPackageName());
            }
        }
        assertThat(silent).as("packages without @NullMarked in a package-info.java").isEmpty();
    }

    @Test
    void no_file_is_too_long_to_be_read_at_one_sitting() throws IOException {
        List<String> wrongs = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                int lines = Files.readAllLines(file).size();
                if (lines > MOST_LINES_OF_A_FILE) {
                    wrongs.add(file + " has " + lines + " lines of " + MOST_LINES_OF_A_FILE);
                }
            }
        }
        assertNone(wrongs);
    }

    private static Map<String, Integer> floors() {
        Map<String, Integer> floors = new HashMap<>();
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            for (String room : FLOORS.get(floor)) {
                floors.put(room, floor);
            }
        }
        return floors;
    }

    /** The package of a class as the tables name it. */
    private static String room(JavaClass of) {
        String name = of.getPackageName();
        return name.equals("io.tapio") ? ROOF : name.replaceFirst("^io\\.tapio\\.", "");
    }

    private static boolean isOurs(JavaClass type) {
        return (type.getPackageName() + ".").startsWith("io.tapio.");
    }

    private static List<JavaClass> pureClasses() {
        return HOUSE.stream()
                .filter(each -> PURE.contains(room(each)))
                .filter(each -> !PURE_BUT_FOR_ACTORS.contains(room(each)) || !isActor(each))
                .toList();
    }

    private static boolean isActor(JavaClass type) {
        return type.getAllRawSuperclasses().stream()
                        .anyMatch(above -> above.getName().startsWith("org.apache.pekko."))
                || type.getEnclosingClass().map(FloorPlanTest::isActor).orElse(false);
    }

    private static boolean readsSettings(AccessTarget target) {
        return SETTINGS_CALLS.contains(target.getOwner().getName() + "." + target.getName());
    }

    private static List<String> accesses(JavaClass from, Predicate<AccessTarget> forbidden) {
        return from.getAccessesFromSelf().stream()
                .filter(access -> forbidden.test(access.getTarget()))
                .map(JavaAccess::getDescription)
                .toList();
    }

    private static void assertNone(List<String> wrongs) {
        assertThat(wrongs)
                .withFailMessage(
                        () -> wrongs.stream().distinct().sorted().collect(joining("\n", "\n", "")))
                .isEmpty();
    }
}
