package io.tapio.loop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class EventLoopTest {
    private static final LoopSettings PLAIN = new LoopSettings(0, 1024, 256, 4096, 4096);

    private final AtomicReference<Throwable> uncaught = new AtomicReference<>();
    private final CountDownLatch died = new CountDownLatch(1);
    private EventLoop loop = start(PLAIN);

    private EventLoop start(LoopSettings settings) {
        ThreadFactory threads =
                task -> {
                    Thread thread = new Thread(task, "test-loop");
                    thread.setDaemon(true);
                    thread.setUncaughtExceptionHandler(
                            (t, thrown) -> {
                                uncaught.set(thrown);
                                died.countDown();
                            });
                    return thread;
                };
        return EventLoop.start(settings, threads);
    }

    private void use(LoopSettings settings) {
        loop.shutdown();
        loop = start(settings);
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return loop.submit(task).get(10, SECONDS);
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.shutdown();
        assertThat(loop.awaitTermination(10, SECONDS)).isTrue();
    }

    @Test
    void countsItsTurnsAndWhoWokeIt() throws Exception {
        LoopCounts.Figures before = onLoop(() -> loop.counts().figures());

        for (int i = 0; i < 10; i++) onLoop(() -> "done");
        LoopCounts.Figures after = onLoop(() -> loop.counts().figures());

        assertThat(after.tasks() - before.tasks()).isEqualTo(11);
        assertThat(after.turns() - before.turns()).isBetween(1L, 24L);
        assertThat(after.selects()).isBetween(after.sleeps(), after.turns());
        assertThat(after.wakeUps()).isBetween(1L, after.sleeps());
        assertThat(after.reads() + after.writes()).isZero();
    }

    @Test
    void noTaskOfAnotherThreadIsLeftBehindByASleepingLoop() throws Exception {
        List<CompletableFuture<Integer>> senders =
                IntStream.range(0, 4)
                        .mapToObj(sender -> CompletableFuture.supplyAsync(this::callManyTimes))
                        .toList();

        for (CompletableFuture<Integer> sender : senders) {
            assertThat(sender.get(50, SECONDS)).isEqualTo(3_000);
        }
    }

    /** Each call finds the loop asleep, awake or about to do the one or the other. */
    private int callManyTimes() {
        int answers = 0;
        for (int i = 0; i < 3_000; i++) {
            int question = i;
            try {
                if (loop.submit(() -> question).get(10, SECONDS) == question) answers++;
            } catch (Exception e) {
                throw new AssertionError("call " + i + " was not answered", e);
            }
        }
        return answers;
    }

    @Test
    void tasksOfOneThreadRunInTheirOrder() throws Exception {
        List<Integer> seen = new ArrayList<>();

        IntStream.range(0, 2_000).forEach(i -> loop.execute(() -> seen.add(i)));

        List<Integer> expected = IntStream.range(0, 2_000).boxed().toList();
        assertThat(onLoop(() -> List.copyOf(seen))).isEqualTo(expected);
    }

    @Test
    void aTaskThatThrowsHarmsNoOther() throws Exception {
        loop.execute(
                () -> {
                    throw new IllegalStateException("thrown by a test");
                });
        loop.execute(
                () -> {
                    throw new AssertionError("thrown by a test");
                });

        assertThat(onLoop(() -> "alive")).isEqualTo("alive");
    }

    @Test
    void aFatalErrorReachesTheUncaughtHandler() throws Exception {
        loop.execute(
                () -> {
                    throw new OutOfMemoryError("thrown by a test");
                });

        assertThat(died.await(10, SECONDS)).isTrue();
        assertThat(uncaught.get()).isInstanceOf(OutOfMemoryError.class);
        assertThat(loop.isTerminated()).isTrue();
    }

    @Test
    void theEndOfATurnComesAfterItsTasksAndOnlyOnce() throws Exception {
        List<String> seen = new ArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);

        loop.execute(
                () -> {
                    EventLoop.current()
                            .atTurnEnd(
                                    () -> {
                                        seen.add("end");
                                        loop.execute(() -> seen.add("next turn"));
                                        loop.execute(ended::countDown);
                                    });
                    loop.execute(() -> seen.add("second"));
                    seen.add("first");
                });

        assertThat(ended.await(10, SECONDS)).isTrue();
        assertThat(onLoop(() -> List.copyOf(seen)))
                .containsExactly("first", "second", "end", "next turn");
    }

    @Test
    void whatATurnsEndPutsOffIsDoneWithoutAnotherTask() throws Exception {
        CountDownLatch done = new CountDownLatch(1);

        loop.execute(() -> loop.atTurnEnd(() -> loop.atTurnEnd(done::countDown)));

        assertThat(done.await(10, SECONDS)).isTrue();
    }

    @Test
    void tasksThatNeverEndLeaveTimeForTheTurnsEnd() throws Exception {
        CountDownLatch flushed = new CountDownLatch(1);
        Runnable endless =
                new Runnable() {
                    @Override
                    public void run() {
                        if (flushed.getCount() > 0) loop.execute(this);
                    }
                };

        loop.execute(() -> loop.atTurnEnd(flushed::countDown));
        loop.execute(endless);

        assertThat(flushed.await(10, SECONDS)).isTrue();
    }

    @Test
    void onlyTheLoopsThreadHasACurrentLoop() throws Exception {
        assertThat(onLoop(EventLoop::current)).isSameAs(loop);
        assertThatThrownBy(EventLoop::current).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theClockStandsStillWithinATurnAndMovesFromTurnToTurn() throws Exception {
        record Reading(long first, long second) {}

        Reading earlier = onLoop(() -> new Reading(loop.nowNanos(), loop.nowNanos()));
        Reading later = onLoop(() -> new Reading(loop.nowNanos(), loop.nowNanos()));

        assertThat(earlier.first()).isEqualTo(earlier.second());
        assertThat(later.first()).isGreaterThan(earlier.first());
    }

    @Test
    void anInterruptIsForgotten() throws Exception {
        onLoop(
                () -> {
                    Thread.currentThread().interrupt();
                    return "";
                });

        assertThat(onLoop(() -> Thread.currentThread().isInterrupted())).isFalse();
    }

    @Test
    void aLoopThatSpinsAnswersToo() throws Exception {
        use(new LoopSettings(200_000, 1024, 256, 4096, 4096));

        assertThat(callManyTimes()).isEqualTo(3_000);
    }

    @Test
    void afterShutdownWhatWasTakenIsDoneAndTheRestRefused() throws Exception {
        CountDownLatch done = new CountDownLatch(100);
        IntStream.range(0, 100).forEach(i -> loop.execute(done::countDown));

        loop.shutdown();

        assertThat(loop.awaitTermination(10, SECONDS)).isTrue();
        assertThat(done.getCount()).isZero();
        assertThatThrownBy(() -> loop.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void readyChannelsAreNamedTogetherAndUntilTheyAreServed() throws Exception {
        Pipe one = Pipe.open();
        Pipe other = Pipe.open();
        one.sink().write(ByteBuffer.wrap(new byte[] {1}));
        other.sink().write(ByteBuffer.wrap(new byte[] {2}));
        Reader reader = new Reader();

        loop.execute(() -> reader.watch(one.source(), other.source()));

        assertThat(reader.bytes.get(10, SECONDS)).containsExactlyInAnyOrder((byte) 1, (byte) 2);
        loop.shutdown();
        assertThat(loop.awaitTermination(10, SECONDS)).isTrue();
        assertThat(one.source().isOpen()).isFalse();
        one.sink().close();
        other.sink().close();
    }

    /** Serves its channels only when it was told of both in one turn. */
    private static final class Reader implements ChannelOwner, OwnedChannel {
        final CompletableFuture<List<Byte>> bytes = new CompletableFuture<>();
        private final List<SelectionKey> ready = new ArrayList<>();

        void watch(Pipe.SourceChannel... sources) {
            try {
                for (Pipe.SourceChannel source : sources) {
                    source.configureBlocking(false);
                    EventLoop.current().register(source, SelectionKey.OP_READ, this);
                }
            } catch (Exception e) {
                bytes.completeExceptionally(e);
            }
        }

        @Override
        public ChannelOwner owner() {
            return this;
        }

        @Override
        public void collect(SelectionKey key) {
            ready.add(key);
        }

        @Override
        public void collected() {
            if (ready.size() == 2) serve();
            ready.clear();
        }

        private void serve() {
            try {
                List<Byte> read = new ArrayList<>();
                for (SelectionKey key : ready) {
                    ByteBuffer buffer = EventLoop.current().readBuffer().clear();
                    ((Pipe.SourceChannel) key.channel()).read(buffer);
                    read.add(buffer.get(0));
                }
                bytes.complete(read);
            } catch (Exception e) {
                bytes.completeExceptionally(e);
            }
        }
    }
}
