package io.tapio.compat;

import io.tapio.testkit.ApacheServer;
import io.tapio.testkit.Octets;
import io.tapio.testkit.RawAcl;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The few words random sessions are made of; few, so that clients meet.
 *
 * <p>Only nodes with {@code locked} in their name ever get an ACL that keeps somebody from reading.
 * Releases of ZooKeeper differ in whether {@code setWatches} tells about such nodes, so it is never
 * asked to.
 */
final class Vocabulary {
    private static final String ALICE = "alice:secret";
    private static final String BOB = "bob:hidden";

    private static final List<String> PATHS =
            List.of(
                    "/a",
                    "/b",
                    "/a/b",
                    "/a/c",
                    "/a/b/d",
                    "/b/e",
                    "/q",
                    "/q/n-",
                    "/a/s-",
                    "/q/",
                    "/locked",
                    "/locked/in",
                    "/a/locked");

    private static final List<String> SYSTEM_PATHS =
            List.of("/", "/zookeeper", "/zookeeper/quota", "/zookeeper/y");

    private static final List<String> ODD_PATHS =
            List.of(
                    "",
                    "a",
                    "a/b",
                    "/a/",
                    "//a",
                    "/a//b",
                    "/.",
                    "/a/.",
                    "/./a",
                    "/a/../b",
                    "/a/..",
                    "/a/...",
                    "/..b",
                    "/a\0b",
                    "/a\u0001",
                    "/b\u007f",
                    "/b\ud83d\ude00",
                    "/b\ue000",
                    "/b\ufff0",
                    "/b\u00e9",
                    "/a/b c",
                    "zookeeper",
                    "/zookeeper/config",
                    "/zz/");

    private static final List<Octets> DATA =
            List.of(
                    Octets.NULL,
                    Octets.EMPTY,
                    Octets.text("x"),
                    Octets.text("hello"),
                    Octets.text("a longer text ".repeat(20)));

    private static final List<List<RawAcl>> READABLE =
            List.of(
                    RawAcl.OPEN,
                    RawAcl.OPEN,
                    RawAcl.OPEN,
                    List.of(RawAcl.world(RawAcl.ALL), RawAcl.world(RawAcl.ALL)),
                    List.of(new RawAcl(RawAcl.ALL, "ip", "127.0.0.1")),
                    List.of(new RawAcl(RawAcl.ALL, "ip", "127.0.0.0/8"), RawAcl.world(1)),
                    List.of(RawAcl.digest(RawAcl.ALL, BOB), RawAcl.world(RawAcl.ALL)),
                    List.of(RawAcl.world(RawAcl.ALL | 64)));

    private static final List<List<RawAcl>> LOCKED =
            List.of(
                    RawAcl.OPEN,
                    List.of(RawAcl.world(RawAcl.READ)),
                    List.of(RawAcl.world(RawAcl.WRITE | RawAcl.CREATE)),
                    List.of(RawAcl.world(RawAcl.ADMIN | RawAcl.DELETE)),
                    List.of(RawAcl.world(0)),
                    List.of(RawAcl.digest(RawAcl.ALL, ALICE)),
                    List.of(RawAcl.digest(RawAcl.READ, ALICE), RawAcl.digest(RawAcl.ALL, BOB)),
                    List.of(new RawAcl(RawAcl.ALL, "auth", "")),
                    List.of(new RawAcl(RawAcl.READ, "auth", "ignored"), RawAcl.world(RawAcl.WRITE)),
                    List.of(new RawAcl(RawAcl.ALL, "ip", "10.1.1.1"), RawAcl.world(RawAcl.READ)),
                    List.of(new RawAcl(RawAcl.ALL, "ip", "10.0.0.0/8")));

    private static final List<RawAcl> INVALID =
            List.of(
                    new RawAcl(RawAcl.ALL, "world", "someone"),
                    new RawAcl(RawAcl.ALL, "digest", "nocolon"),
                    new RawAcl(RawAcl.ALL, "digest", "a:b:c"),
                    new RawAcl(RawAcl.ALL, "ip", "300.1.1.1"),
                    new RawAcl(RawAcl.ALL, "ip", "127.0.0.1/33"),
                    new RawAcl(RawAcl.ALL, "nosuch", "x"),
                    new RawAcl(RawAcl.ALL, "super", ""));

    private final RandomGenerator random;
    private final Known known;
    private final Set<String> avoided;

    /** Never speaks of the avoided paths. */
    Vocabulary(RandomGenerator random, Known known, Set<String> avoided) {
        this.random = random;
        this.known = known;
        this.avoided = avoided;
    }

    static String credentials(int which) {
        return which == 0 ? ALICE : which == 1 ? BOB : ApacheServer.SUPER_USER;
    }

    /** Any path, more often one that exists than not. */
    String path() {
        int dice = random.nextInt(100);
        if (dice < 45) return existing();
        if (dice < 55) return existing() + "/" + "bcdn".charAt(random.nextInt(4));
        if (dice < 88) return one(PATHS);
        String path = one(dice < 94 ? SYSTEM_PATHS : ODD_PATHS);
        return avoided.contains(path) ? "/" : path;
    }

    /** Counting below the empty path, Apache counts the root as its own descendant. */
    String pathButNotEmpty() {
        String path = path();
        return path.isEmpty() ? "/" : path;
    }

    /** Apache echoes what lies beyond the first plane in an encoding that is no UTF-8. */
    String pathInOnePlane() {
        String path = path();
        return path.codePoints().allMatch(Character::isBmpCodePoint) ? path : "/";
    }

    String existing() {
        List<String> paths = known.existing();
        return paths.isEmpty() ? one(PATHS) : one(paths);
    }

    /** Mostly a path with a watch on it. */
    String watched() {
        List<String> paths = known.watched();
        return paths.isEmpty() || random.nextInt(4) == 0 ? path() : one(paths);
    }

    /** Up to three paths for setWatches. */
    List<String> readablePaths() {
        return random.ints(random.nextInt(4), 0, 100)
                .mapToObj(i -> i < 50 ? existing() : one(PATHS))
                .filter(path -> !path.contains("locked"))
                .toList();
    }

    Octets data() {
        return one(DATA);
    }

    /** An ACL that suits this path, or one that no server accepts. */
    List<RawAcl> acl(String path) {
        if (random.nextInt(100) < 95) return one(path.contains("locked") ? LOCKED : READABLE);

        int way = random.nextInt(INVALID.size() + 1);
        if (way == 0) return List.of();
        return List.of(RawAcl.world(RawAcl.ALL), INVALID.get(way - 1));
    }

    /** An expected version: mostly any or right. */
    int version(int right) {
        int dice = random.nextInt(100);
        if (dice < 55) return -1;
        if (dice < 85) return right;
        return dice < 98 ? random.nextInt(4) : -2;
    }

    <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
