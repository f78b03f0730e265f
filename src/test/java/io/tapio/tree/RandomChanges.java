package io.tapio.tree;

import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;
import io.tapio.model.Perm;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes the same random changes to a tree and to its twin; the seed decides all. */
final class RandomChanges {
    static final OwnerRules RULES = new OwnerRules(true, false);

    private static final Set<String> SYSTEM =
            Set.of("/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config");
    private static final List<Acl> ACLS =
            List.of(
                    Acl.OPEN,
                    Acl.READ_ONLY,
                    Acl.EMPTY,
                    Acl.of(new AclEntry(Perm.READ, "digest", "bob:x")),
                    Acl.of(
                            new AclEntry(Perm.ALL, "digest", "bob:x"),
                            new AclEntry(Perm.READ, "ip", "127.0.0.1")));

    final DataTree tree;
    final TwinTree twin;
    private final Random random;
    private final List<String> paths = new ArrayList<>();
    private long zxid = 0x1_0000_0000L;
    private long timeMs = 1_700_000_000_000L;
    private int createsPerDelete = 2;

    RandomChanges(long seed) {
        this.random = new Random(seed);
        this.tree = new DataTree(RULES);
        this.twin = new TwinTree(RULES);
        paths.addAll(SYSTEM);
    }

    /** From now on, creations and deletions stand in this proportion; 0 for deletions alone. */
    void createsPerDelete(int ratio) {
        createsPerDelete = ratio;
    }

    void steps(int count) {
        for (int i = 0; i < count; i++) {
            step();
        }
    }

    void step() {
        zxid++;
        timeMs += random.nextInt(3);
        switch (random.nextInt(6)) {
            case 0 -> setData();
            case 1 -> setAcl();
            default -> {
                if (random.nextInt(createsPerDelete + 1) > 0) {
                    create();
                } else {
                    delete();
                }
            }
        }
    }

    private void create() {
        String parent = any();
        if (RULES.kindOf(twin.node(parent).owner()) instanceof NodeKind.Ephemeral) return;
        String path = (parent.equals("/") ? "" : parent) + "/" + name();
        if (twin.has(path)) return;

        Bytes data = data();
        Acl acl = ACLS.get(random.nextInt(ACLS.size()));
        long owner = owner();
        int creates = twin.node(parent).creates() + 1;
        tree.create(inLargerArray(path), data, acl, owner, creates, zxid, timeMs);
        twin.create(path, data, acl, owner, creates, zxid, timeMs);
        paths.add(path);
    }

    private void delete() {
        int at = random.nextInt(paths.size());
        String path = paths.get(at);
        if (SYSTEM.contains(path) || !twin.children(path).isEmpty()) return;

        tree.delete(inLargerArray(path), zxid);
        twin.delete(path, zxid);
        paths.set(at, paths.getLast());
        paths.removeLast();
    }

    private void setData() {
        String path = any();
        Bytes data = data();
        int version = twin.node(path).version() + 1;
        tree.setData(inLargerArray(path), data, version, zxid, timeMs);
        twin.setData(path, data, version, zxid, timeMs);
    }

    private void setAcl() {
        String path = any();
        Acl acl = ACLS.get(random.nextInt(ACLS.size()));
        int aversion = twin.node(path).aversion() + 1;
        tree.setAcl(inLargerArray(path), acl, aversion);
        twin.setAcl(path, acl, aversion);
    }

    private String any() {
        return paths.get(random.nextInt(paths.size()));
    }

    private String name() {
        return switch (random.nextInt(8)) {
            case 0 -> "x".repeat(60 + random.nextInt(10)); // around the longer head
            case 1 -> "h\u00e4n-\u20ac" + random.nextInt(50);
            case 2 -> String.format("key-%010d", random.nextInt(1000));
            default -> Integer.toString(random.nextInt(100_000), 36);
        };
    }

    private Bytes data() {
        int length = random.nextInt(40);
        if (length == 0) return Bytes.ABSENT;
        if (length == 1) return Bytes.EMPTY;
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private long owner() {
        return switch (random.nextInt(8)) {
            case 0 -> 0x1000_0000L + random.nextInt(5);
            case 1 -> OwnerRules.CONTAINER;
            case 2 -> OwnerRules.ttl(1 + random.nextInt(10_000));
            default -> 0;
        };
    }

    /** The path as it comes from a frame: a slice of something larger. */
    private static Bytes inLargerArray(String path) {
        Bytes text = Bytes.utf8("/junk/" + path + "/zookeeper/junk");
        int length = Bytes.utf8(path).length();
        return text.slice(6, 6 + length);
    }
}
