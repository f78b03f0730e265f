package io.tapio.wire;

import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Requests of every shape, drawn from a seeded generator. */
final class RandomRequests {
    /** Every opcode that has a request record. */
    static final List<Integer> OP_CODES =
            List.of(
                    1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 100, 101,
                    102, 103, 104, 105, 106, 107, -11);

    private static final List<Integer> STEPS = List.of(1, 2, 5, 13, 15, 19, 21);

    private final RandomGenerator random;

    RandomRequests(RandomGenerator random) {
        this.random = random;
    }

    int opCode() {
        return OP_CODES.get(random.nextInt(OP_CODES.size()));
    }

    Request of(int opCode) {
        return switch (opCode) {
            case OpCode.CREATE, OpCode.CREATE2, OpCode.CREATE_CONTAINER -> step(opCode);
            case OpCode.CREATE_TTL, OpCode.DELETE, OpCode.SET_DATA, OpCode.CHECK -> step(opCode);
            case OpCode.EXISTS -> new Request.Exists(path(), random.nextBoolean());
            case OpCode.GET_DATA -> new Request.GetData(path(), random.nextBoolean());
            case OpCode.GET_ACL -> new Request.GetAcl(path());
            case OpCode.SET_ACL -> new Request.SetAcl(path(), acl(), number());
            case OpCode.GET_CHILDREN -> new Request.GetChildren(path(), random.nextBoolean());
            case OpCode.SYNC -> new Request.Sync(bytes());
            case OpCode.PING -> new Request.Ping();
            case OpCode.GET_CHILDREN2 -> new Request.GetChildren2(path(), random.nextBoolean());
            case OpCode.MULTI -> new Request.Multi(some(this::op));
            case OpCode.RECONFIG ->
                    new Request.Reconfig(bytes(), bytes(), bytes(), random.nextLong());
            case OpCode.CHECK_WATCHES -> new Request.CheckWatches(path(), number());
            case OpCode.REMOVE_WATCHES -> new Request.RemoveWatches(path(), number());
            case OpCode.MULTI_READ -> new Request.MultiRead(some(this::query));
            case OpCode.AUTH -> new Request.Auth(number(), path().toString(), bytes());
            case OpCode.SET_WATCHES ->
                    new Request.SetWatches(
                            random.nextLong(),
                            some(this::path),
                            some(this::path),
                            some(this::path),
                            List.of(),
                            List.of());
            case OpCode.SET_WATCHES2 ->
                    new Request.SetWatches(
                            random.nextLong(),
                            some(this::path),
                            some(this::path),
                            some(this::path),
                            some(this::path),
                            some(this::path));
            case OpCode.SASL -> new Request.Sasl(bytes());
            case OpCode.GET_EPHEMERALS -> new Request.GetEphemerals(bytes());
            case OpCode.GET_ALL_CHILDREN_NUMBER -> new Request.GetAllChildrenNumber(path());
            case OpCode.ADD_WATCH -> new Request.AddWatch(path(), number());
            case OpCode.WHO_AM_I -> new Request.WhoAmI();
            case OpCode.CLOSE_SESSION -> new Request.CloseSession();
            default -> throw new AssertionError(opCode);
        };
    }

    private Request.Step step(int opCode) {
        return switch (opCode) {
            case OpCode.CREATE_TTL ->
                    new Request.CreateTtl(path(), bytes(), acl(), number(), random.nextLong());
            case OpCode.DELETE -> new Request.Delete(path(), number());
            case OpCode.SET_DATA -> new Request.SetData(path(), bytes(), number());
            case OpCode.CHECK -> new Request.Check(path(), number());
            default -> new Request.Create(path(), bytes(), acl(), number());
        };
    }

    private Request.Op op() {
        int opCode = STEPS.get(random.nextInt(STEPS.size()));
        return new Request.Op(opCode, consistent(step(opCode)));
    }

    /** In a multi the flags decide what a create is, so here they say what the opcode says. */
    private Request.Step consistent(Request.Step step) {
        return switch (step) {
            case Request.Create(Bytes path, Bytes data, Acl acl, int flags) ->
                    new Request.Create(path, data, acl, random.nextInt(4));
            case Request.CreateTtl(Bytes path, Bytes data, Acl acl, int flags, long ttlMs) ->
                    new Request.CreateTtl(path, data, acl, random.nextInt(5, 7), ttlMs);
            default -> step;
        };
    }

    private Request.Query query() {
        return random.nextBoolean()
                ? new Request.GetData(path(), random.nextBoolean())
                : new Request.GetChildren(path(), random.nextBoolean());
    }

    private <T> List<T> some(Supplier<T> each) {
        return Stream.generate(each).limit(random.nextInt(5)).toList();
    }

    private int number() {
        return random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(-1, 40);
    }

    Bytes path() {
        return Bytes.utf8("/" + "aä文".repeat(random.nextInt(4)) + random.nextInt(1000));
    }

    /** Some bytes, none, or a buffer that is not there. */
    Bytes bytes() {
        return switch (random.nextInt(6)) {
            case 0 -> Bytes.ABSENT;
            case 1 -> Bytes.EMPTY;
            default -> {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                yield Bytes.wrap(bytes);
            }
        };
    }

    Acl acl() {
        return switch (random.nextInt(6)) {
            case 0 -> Acl.EMPTY;
            case 1 -> Acl.READ_ONLY;
            case 2 -> new Acl(some(this::entry));
            case 3 -> Acl.of(entry());
            default -> Acl.OPEN;
        };
    }

    private AclEntry entry() {
        return random.nextBoolean()
                ? new AclEntry(number(), "digest", "ann:" + random.nextInt())
                : new AclEntry(number(), "world", "anyone");
    }
}
