package io.tapio.txn;

import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;
import io.tapio.model.KeeperError;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Transactions of every kind, drawn from a seeded generator. */
final class RandomTxns {
    static final int KINDS = 9;
    private static final int SINGLE_KINDS = 6; // those that may be part of a multi come first

    private final RandomGenerator random;

    RandomTxns(RandomGenerator random) {
        this.random = random;
    }

    TxnHeader header() {
        return header(new Zxid(random.nextLong(1, Long.MAX_VALUE)));
    }

    TxnHeader header(Zxid zxid) {
        return new TxnHeader(
                new SessionId(random.nextLong()),
                random.nextInt(),
                zxid,
                random.nextLong(),
                random.nextInt(-11, 108));
    }

    Txn any() {
        return ofKind(random.nextInt(KINDS));
    }

    Txn ofKind(int kind) {
        return switch (kind) {
            case 0 -> new Txn.NodeCreated(path(), data(), acl(), random.nextLong(), number());
            case 1 -> new Txn.NodeDeleted(path());
            case 2 -> new Txn.DataSet(path(), data(), number());
            case 3 -> new Txn.AclSet(path(), acl(), number());
            case 4 -> new Txn.VersionChecked(path());
            case 5 -> new Txn.Refused(error());
            case 6 -> new Txn.SessionCreated(number());
            case 7 -> new Txn.SessionClosed(some(this::path));
            case 8 -> new Txn.Multi(some(this::part));
            default -> throw new AssertionError(kind);
        };
    }

    private Txn.Part part() {
        return new Txn.Part(random.nextInt(1, 22), ofKind(random.nextInt(SINGLE_KINDS)));
    }

    private KeeperError error() {
        return KeeperError.values()[random.nextInt(KeeperError.values().length)];
    }

    private <T> List<T> some(Supplier<T> each) {
        return Stream.generate(each).limit(random.nextInt(5)).toList();
    }

    private int number() {
        return random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(100);
    }

    private Bytes path() {
        return Bytes.utf8("/" + "ä".repeat(random.nextInt(6)) + random.nextInt(100));
    }

    private Bytes data() {
        if (random.nextInt(5) == 0) return Bytes.ABSENT;

        byte[] data = new byte[random.nextInt(50)];
        random.nextBytes(data);
        return Bytes.wrap(data);
    }

    private Acl acl() {
        return switch (random.nextInt(4)) {
            case 0 -> Acl.EMPTY;
            case 1 -> Acl.OPEN;
            case 2 -> Acl.of(new AclEntry(number(), "world", "anyone"));
            default -> Acl.of(new AclEntry(1, "ip", "::1"), new AclEntry(31, "digest", "a:b"));
        };
    }
}
