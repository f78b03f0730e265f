package io.tapio.state;

import static io.tapio.state.Caller.bytes;
import static io.tapio.state.Caller.createOp;
import static io.tapio.state.Caller.deleteOp;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.wire.OpCode;
import io.tapio.wire.Request;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log is never sent more than it has room for, and nobody waits for room that cannot come. */
class FullDiskTest {
    private final House house = new House();
    private final Caller caller = house.client();

    @Test
    void whatFindsNoRoomWaitsInItsOrder() {
        var other = house.client();
        house.room(0, false);
        caller.create("/a", 0);
        other.create("/a/b", 0);
        caller.get("/a");
        house.settle();
        assertThat(house.inFlight).isEmpty();
        assertThat(caller.takeCodes()).isEmpty();

        house.room(House.AMPLE_ROOM_BYTES, false);
        house.settle();

        assertThat(caller.takeCodes()).containsExactly("1:0", "2:0");
        assertThat(other.takeCodes()).containsExactly("1:0");
    }

    @Test
    @Fault("F31")
    void aFullDiskRefusesWhatGrowsInTheOrderOfTheRequests() {
        caller.create("/old", 0);
        caller.create("/older", 0);
        caller.get("/old");
        house.propose();
        house.room(10_000, true);

        caller.create("/new", 0);
        caller.get("/new");
        caller.set("/old", "x", -1);
        caller.multi(deleteOp("/old"), createOp("/new", 0));
        caller.delete("/old");
        caller.get("/old");
        assertThat(caller.takeCodes()).isEmpty();

        house.settle();
        assertThat(caller.takeCodes())
                .containsExactly(
                        "1:0", "2:0", "3:0", "4:-1", "5:-101", "6:-1", "7:-1", "8:0", "9:-101");
    }

    @Test
    @Fault("F31")
    void aFullDiskTakesSessionsAndTheirEnds() {
        caller.create("/e", 1);
        house.settle();
        caller.takeReplies();
        house.room(10_000, true);

        var fresh = house.opening();
        caller.close();
        house.settle();

        assertThat(fresh.takeDeliveries()).containsExactly(new Delivery.Opened(10_000));
        assertThat(caller.takeCodes()).containsExactly("2:0");
        assertThat(house.machine.state().tree().find(bytes("/e"))).isNull();
    }

    @Test
    @Fault("F31")
    void roomMakesAFullDiskForgottenAndNothingIsLeftWaiting() {
        house.room(0, false);
        caller.create("/a", 0);
        caller.create("/b", 0);

        house.room(10_000, true);
        house.settle();
        assertThat(caller.takeCodes()).containsExactly("1:-1", "2:-1");

        house.room(House.AMPLE_ROOM_BYTES, false);
        caller.create("/c", 0);
        house.settle();
        assertThat(caller.takeCodes()).containsExactly("3:0");
    }

    @Test
    void aFullDiskWithNoRoomAtAllRefusesEvenDeletes() {
        caller.create("/a", 0);
        house.settle();
        caller.takeReplies();
        house.room(0, true);

        caller.delete("/a");
        caller.close();
        caller.send(OpCode.PING, new Request.Ping());

        assertThat(caller.takeCodes()).containsExactly("2:-1", "3:-1", "4:0");
        house.room(House.AMPLE_ROOM_BYTES, false);
        caller.delete("/a");
        house.settle();
        assertThat(caller.takeCodes()).containsExactly("5:0");
    }

    @Test
    void aFullDiskWithNoRoomAtAllTurnsNewSessionsAway() {
        house.room(0, true);

        var late = house.opening();

        assertThat(house.inFlight).isEmpty();
        assertThat(late.takeDeliveries()).containsExactly(new Delivery.NoRoom());
    }

    @Test
    void aMultiOfDeletesNeedsRoomForAllOfThem() {
        var ops = IntStream.range(0, 500).mapToObj(i -> deleteOp("/none-" + i));
        house.room(5_000, true);

        caller.multi(ops.toArray(Request.Op[]::new));

        assertThat(caller.takeCodes()).containsExactly("1:-1");
    }

    @Test
    void theEndOfASessionWithManyEphemeralsNeedsRoomForTheirPaths() {
        for (int i = 0; i < 500; i++) {
            caller.create("/ephemeral-" + i, 1);
        }
        house.settle();
        caller.takeReplies();
        house.room(5_000, true);

        caller.close();
        for (int i = 0; i < 20; i++) {
            house.tick();
        }
        assertThat(house.inFlight).isEmpty();

        house.room(House.AMPLE_ROOM_BYTES, false);
        house.tick();
        house.settle();
        assertThat(house.machine.state().sessions().count()).isZero();
    }

    @Test
    void aTickThatEndsManySessionsStaysWithinTheRoom() {
        for (int i = 0; i < 200; i++) {
            house.client().detach();
        }
        house.room(10_000, false);

        for (int i = 0; i < 10; i++) {
            house.tick();
            assertThat(bytesInFlight(house)).isLessThanOrEqualTo(10_000);
        }
    }

    @Test
    void aTickThatReapsManyContainersStaysWithinTheRoom() {
        for (int i = 0; i < 200; i++) {
            caller.create(OpCode.CREATE_CONTAINER, "/c" + i, 0);
            caller.create("/c" + i + "/x", 0);
            caller.delete("/c" + i + "/x");
        }
        house.settle();
        caller.detach();
        house.room(10_000, false);

        for (int i = 0; i < 40; i++) {
            house.tick();
            assertThat(bytesInFlight(house)).isLessThanOrEqualTo(10_000);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theLogIsNeverSentMoreThanItHasRoomFor(long seed) {
        var random = new Random(seed);
        var callers = IntStream.range(0, 5).mapToObj(i -> house.client()).toList();
        long room = 20_000;
        for (int step = 0; step < 3_000; step++) {
            if (random.nextInt(6) == 0) {
                house.propose();
                while (!house.inFlight.isEmpty()) house.commitNext();
                room = random.nextInt(20_000);
                house.room(room, random.nextInt(4) == 0);
            }
            ask(callers.get(random.nextInt(callers.size())), random);
            if (random.nextBoolean()) house.propose();
            assertThat(bytesInFlight(house)).isLessThanOrEqualTo(room);
        }

        while (!house.inFlight.isEmpty()) house.commitNext();
        house.room(House.AMPLE_ROOM_BYTES, false);
        house.settle();
        for (Caller each : callers) {
            each.takeReplies();
            each.get("/");
            assertThat(each.takeReplies()).as("nothing waits any more").hasSize(1);
        }
    }

    private static void ask(Caller caller, Random random) {
        String path = "/n" + random.nextInt(50);
        switch (random.nextInt(5)) {
            case 0 -> caller.create(path, random.nextInt(4));
            case 1 -> caller.set(path, "x".repeat(random.nextInt(3_000)), -1);
            case 2 -> caller.delete(path);
            case 3 -> caller.get(path);
            default ->
                    caller.multi(
                            IntStream.range(0, random.nextInt(40))
                                    .mapToObj(i -> createOp("/", 2))
                                    .toArray(Request.Op[]::new));
        }
    }

    private static long bytesInFlight(House house) {
        return house.inFlight.stream().map(Entries::encoded).mapToLong(Bytes::length).sum();
    }
}
