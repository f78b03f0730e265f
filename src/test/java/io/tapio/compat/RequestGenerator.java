package io.tapio.compat;

import io.tapio.testkit.Octets;
import io.tapio.testkit.Op;
import io.tapio.testkit.RawAcl;
import io.tapio.testkit.RawRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Random requests. What servers may answer differently for good reasons is left out: createTTL with
 * a mode that has no time to live and a negative one, opcodes −10 and 20, and writes that do not
 * decode, which for Apache includes a multi with an unknown create mode or a null ACL. The
 * statistics of a quota are never overwritten: what it cannot parse stops Apache for good.
 */
final class RequestGenerator {
    private static final long HOUR_MS = 3_600_000;
    private static final long TTL_MAX_MS = (1L << 40) - 1;
    private static final List<Integer> FLAGS = List.of(0, 0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 4);
    private static final List<Integer> ODD_FLAGS = List.of(5, 6);
    private static final List<Integer> UNKNOWN_FLAGS = List.of(7, -1, 99);
    private static final List<Octets> LIMITS =
            List.of(
                    Octets.text("count=3,bytes=-1"),
                    Octets.text("count=5,bytes=20=;byteHardLimit=-1;countHardLimit=8"));

    private final RandomGenerator random;
    private final Known known;
    private final Vocabulary words;
    private final List<Supplier<RawRequest>> kinds = new ArrayList<>();

    RequestGenerator(RandomGenerator random, Known known, Vocabulary words) {
        this.random = random;
        this.known = known;
        this.words = words;
        often(21, this::create);
        often(1, this::createNeverInMulti);
        often(6, this::createSpecial);
        often(9, this::delete);
        often(9, this::setData);
        often(20, this::read);
        often(3, () -> RawRequest.getAcl(words.path()));
        often(5, this::setAcl);
        often(2, () -> RawRequest.getAllChildrenNumber(words.pathButNotEmpty()));
        often(2, this::getEphemerals);
        often(2, () -> RawRequest.sync(random.nextInt(5) == 0 ? null : words.pathInOnePlane()));
        often(1, RawRequest::ping);
        often(9, this::multi);
        often(3, this::multiRead);
        often(5, () -> RawRequest.addWatch(words.path(), words.one(List.of(0, 0, 1, 1, 1, 2, -1))));
        often(3, () -> RawRequest.checkWatches(words.watched(), random.nextInt(7)));
        often(3, () -> RawRequest.removeWatches(words.watched(), random.nextInt(7)));
        often(3, this::setWatches);
        often(1, RawRequest::whoAmI);
        often(1, this::undecodableRead);
        often(2, this::quota);
    }

    /** Any request, valid or not, that leaves the connection open. */
    RawRequest any() {
        return words.one(kinds).get();
    }

    /**
     * Requests that are handled out of turn or change pending state in ways that servers differ.
     */
    RawRequest alone() {
        return switch (random.nextInt(5)) {
            case 0 -> new RawRequest.Reconfig(null, null, "server.1=a:1:2;3", -1);
            case 1 -> new RawRequest.Raw(Op.SASL.code(), new Octets("00000001ff"));
            case 2 -> create(Op.CREATE_CONTAINER, words.path(), words.one(List.of(1, 3, 5, 9)));
            default -> RawRequest.auth("digest", Vocabulary.credentials(random.nextInt(3)));
        };
    }

    private void often(int weight, Supplier<RawRequest> kind) {
        Stream.generate(() -> kind).limit(weight).forEach(kinds::add);
    }

    private RawRequest create() {
        Op op = random.nextBoolean() ? Op.CREATE : Op.CREATE2;
        return create(op, words.path(), words.one(random.nextInt(25) == 0 ? ODD_FLAGS : FLAGS));
    }

    private RawRequest create(Op op, String path, int flags) {
        return new RawRequest.Create(op.code(), path, words.data(), words.acl(path), flags);
    }

    private RawRequest createNeverInMulti() {
        return random.nextBoolean()
                ? create(Op.CREATE, words.path(), words.one(UNKNOWN_FLAGS))
                : RawRequest.create2(words.path(), words.data(), null, 0);
    }

    private RawRequest createSpecial() {
        String path = words.path();
        int dice = random.nextInt(100);
        if (dice < 40) return create(Op.CREATE_CONTAINER, path, words.one(List.of(4, 4, 4, 0, 2)));

        List<RawAcl> acl = words.acl(path);
        // A flag without time to live is refused if one is given all the same.
        if (dice < 46) return RawRequest.createTtl(path, words.data(), acl, dice % 5, HOUR_MS);

        long ttlMs =
                words.one(List.of(HOUR_MS, HOUR_MS, HOUR_MS, TTL_MAX_MS, TTL_MAX_MS + 1, 0L, -1L));
        return RawRequest.createTtl(path, words.data(), acl, 5 + random.nextInt(2), ttlMs);
    }

    private RawRequest delete() {
        String path = words.path();
        return RawRequest.delete(path, words.version(known.version(path)));
    }

    private RawRequest setData() {
        String path = words.path();
        return RawRequest.setData(path, words.data(), words.version(known.version(path)));
    }

    private RawRequest setAcl() {
        String path = words.path();
        List<RawAcl> acl = random.nextInt(30) == 0 ? null : words.acl(path);
        return RawRequest.setAcl(path, acl, words.version(known.aversion(path)));
    }

    private RawRequest read() {
        boolean watch = random.nextBoolean();
        String path = words.path();
        return switch (random.nextInt(4)) {
            case 0 -> RawRequest.exists(path, watch);
            case 1 -> RawRequest.getData(path, watch);
            case 2 -> RawRequest.getChildren(path, watch);
            default -> RawRequest.getChildren2(path, watch);
        };
    }

    private RawRequest getEphemerals() {
        return switch (random.nextInt(6)) {
            case 0 -> RawRequest.getEphemerals(null);
            case 1 -> RawRequest.getEphemerals("/");
            case 2 -> RawRequest.getEphemerals("");
            default -> RawRequest.getEphemerals(words.path());
        };
    }

    private RawRequest multi() {
        boolean careful = random.nextInt(100) < 55;
        return RawRequest.multi(
                Stream.generate(careful ? this::likelyWrite : this::write)
                        .limit(random.nextInt(6))
                        .toList());
    }

    private RawRequest write() {
        String path = words.path();
        return switch (random.nextInt(8)) {
            case 0, 1 -> create();
            case 2 -> createSpecial();
            case 3, 4 -> delete();
            case 5, 6 -> setData();
            default -> RawRequest.check(path, words.version(known.version(path)));
        };
    }

    private RawRequest likelyWrite() {
        String path = words.existing();
        return switch (random.nextInt(6)) {
            case 0, 1 -> create(random.nextBoolean() ? Op.CREATE : Op.CREATE2, "/q/m-", 2);
            case 2 -> create(Op.CREATE2, "/e-", 3);
            case 3 -> RawRequest.setData(path, words.data(), -1);
            case 4 -> RawRequest.check(path, -1);
            default -> RawRequest.delete(path, -1);
        };
    }

    private RawRequest multiRead() {
        return RawRequest.multiRead(
                Stream.generate(
                                () ->
                                        random.nextBoolean()
                                                ? RawRequest.getData(words.path(), false)
                                                : RawRequest.getChildren(words.path(), true))
                        .limit(random.nextInt(4))
                        .toList());
    }

    /** The zxid is relative to the start of the session; some are ahead of every change. */
    private RawRequest setWatches() {
        long since = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(400);
        List<String> data = words.readablePaths();
        List<String> exist = words.readablePaths();
        List<String> child = words.readablePaths();
        return random.nextBoolean()
                ? RawRequest.setWatches(since, data, exist, child)
                : RawRequest.setWatches2(
                        since, data, exist, child, words.readablePaths(), words.readablePaths());
    }

    private RawRequest undecodableRead() {
        int opcode = words.one(List.of(3, 4, 6, 8, 9, 12, 17, 18, 101, 103, 104, 105, 106));
        return new RawRequest.Raw(
                opcode, new Octets(words.one(List.of("", "0000", "00000009612f"))));
    }

    private RawRequest quota() {
        String node = "/zookeeper/quota/" + words.one(List.of("a", "a", "b"));
        String limits = node + "/zookeeper_limits";
        String stats = node + "/zookeeper_stats";
        Octets none = Octets.text("count=0,bytes=0");
        return switch (random.nextInt(9)) {
            case 0, 1 -> RawRequest.create(node, Octets.EMPTY, RawAcl.OPEN, 0);
            case 2 -> RawRequest.create(limits, words.one(LIMITS), RawAcl.OPEN, 0);
            case 3 -> RawRequest.create(stats, none, RawAcl.OPEN, 0);
            case 4 -> RawRequest.setData(limits, words.one(LIMITS), -1);
            case 5 -> RawRequest.delete(random.nextInt(4) == 0 ? limits : stats, -1);
            default -> RawRequest.getData(stats, true);
        };
    }
}
