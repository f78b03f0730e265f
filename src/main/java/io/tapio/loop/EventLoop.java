package io.tapio.loop;

import io.tapio.model.Invariant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.util.control.NonFatal;

/**
 * One thread that runs tasks and watches sockets, as the executor of a Pekko dispatcher.
 *
 * <p>A turn: run tasks, then what was put off to the turn's end (such as flushing connections),
 * then look for ready channels and name them to their owners. The thread sleeps only when there is
 * neither a task nor a ready channel. All methods but those of an executor belong to the loop's own
 * thread.
 */
public final class EventLoop extends AbstractExecutorService {
    /** The dispatcher that {@code tapio-loop.conf} defines. */
    public static final String DISPATCHER = "tapio.loop";

    private static final Logger log = LoggerFactory.getLogger("tapio.loop");
    private static final ThreadLocal<@Nullable EventLoop> CURRENT = new ThreadLocal<>();

    private enum Life {
        RUNNING,
        STOPPING,
        STOPPED
    }

    private final LoopSettings settings;
    private final Selector selector;
    private final Thread thread;
    private final ByteBuffer readBuffer;
    private final ByteBuffer writeBuffer;
    private final LoopCounts counts = new LoopCounts();
    private final Consumer<SelectionKey> collect = this::collect;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<Runnable> remoteTasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ArrayList<ChannelOwner> owners = new ArrayList<>(); // of this turn's ready keys
    private ArrayList<Runnable> turnEnd = new ArrayList<>();
    private ArrayList<Runnable> turnEnding = new ArrayList<>();
    private volatile Life life = Life.RUNNING;
    private long nowNanos = System.nanoTime();

    private EventLoop(LoopSettings settings, ThreadFactory threads) {
        this.settings = settings;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector for an event loop", e);
        }
        readBuffer = ByteBuffer.allocateDirect(settings.readBufferBytes());
        writeBuffer = ByteBuffer.allocateDirect(settings.writeBufferBytes());
        thread = threads.newThread(this::run);
    }

    /** A running loop on one thread of {@code threads}. */
    public static EventLoop start(LoopSettings settings, ThreadFactory threads) {
        EventLoop loop = new EventLoop(settings, threads);
        loop.thread.start();
        return loop;
    }

    /**
     * The loop that runs the caller. Ask again rather than keep the answer beyond the life of an
     * actor or a stream: a dispatcher may replace its executor.
     */
    public static EventLoop current() {
        EventLoop loop = CURRENT.get();
        if (loop == null) {
            throw new IllegalStateException(
                    Thread.currentThread().getName() + " is not an event loop");
        }
        return loop;
    }

    /** The time this turn began: never set back, good for measuring what lasts milliseconds. */
    public long nowNanos() {
        return nowNanos;
    }

    /** {@link #nowNanos} in milliseconds. */
    public long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(nowNanos);
    }

    /** For one read at a time, by whoever is running; cleared by the user before use. */
    public ByteBuffer readBuffer() {
        return readBuffer;
    }

    /** For one write at a time, by whoever is running; cleared by the user before use. */
    public ByteBuffer writeBuffer() {
        return writeBuffer;
    }

    /** What this loop has done; for its own thread. */
    public LoopCounts counts() {
        return counts;
    }

    /** Watches {@code channel} until it is closed; its owner is told when it is ready. */
    public SelectionKey register(SelectableChannel channel, int ops, OwnedChannel owned)
            throws ClosedChannelException {
        Invariant.holds(isMine(), "a loop's channels belong to its thread");
        return channel.register(selector, ops, owned);
    }

    /**
     * Runs {@code last} once, when this turn's tasks are done; if they are being done already, in
     * the turn that follows at once.
     */
    public void atTurnEnd(Runnable last) {
        Invariant.holds(isMine(), "a loop's turn belongs to its thread");
        turnEnd.add(last);
    }

    @Override
    public void execute(Runnable task) {
        if (life != Life.RUNNING) throw new RejectedExecutionException("the event loop has ended");

        if (isMine()) {
            tasks.add(task);
            return;
        }
        remoteTasks.add(task);
        wakeUp();
        if (life == Life.STOPPED && remoteTasks.remove(task)) {
            throw new RejectedExecutionException("the event loop has ended");
        }
    }

    private boolean isMine() {
        return Thread.currentThread() == thread;
    }

    private void wakeUp() {
        if (asleep.get() && asleep.compareAndSet(true, false)) selector.wakeup();
    }

    private void run() {
        CURRENT.set(this);
        try {
            while (life == Life.RUNNING || !tasks.isEmpty() || !remoteTasks.isEmpty()) {
                turn();
            }
        } finally {
            end();
        }
    }

    private void turn() {
        counts.turn();
        admitRemoteTasks();
        runTasks();
        endTurn();
        poll();
        nowNanos = System.nanoTime();
        nameReadyChannels();
    }

    private void admitRemoteTasks() {
        for (int i = 0; i < settings.remoteTasksPerTurn(); i++) {
            Runnable task = remoteTasks.poll();
            if (task == null) return;
            tasks.add(task);
        }
    }

    private void runTasks() {
        for (int i = 0; i < settings.tasksPerTurn(); i++) {
            Runnable task = tasks.poll();
            if (task == null) return;
            counts.task();
            runGuarded(task);
        }
    }

    private void endTurn() {
        if (turnEnd.isEmpty()) return;

        ArrayList<Runnable> due = turnEnd;
        turnEnd = turnEnding;
        turnEnding = due;
        for (int i = 0; i < due.size(); i++) {
            runGuarded(due.get(i));
        }
        due.clear();
    }

    /** What a task throws is its own affair, unless the machine itself is broken. */
    private static void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            if (!NonFatal.apply(thrown)) throw thrown;
            log.error("a task on the event loop failed", thrown);
        }
    }

    private void poll() {
        try {
            if (isBusy()) {
                counts.select();
                selector.selectNow(collect);
            } else if (!foundBySpinning()) {
                sleep();
            }
            // Nobody has reason to interrupt the loop, and an interrupted selector never sleeps.
            Thread.interrupted();
        } catch (IOException e) {
            log.error("polling sockets failed", e);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10)); // if it goes on, go slowly
        }
    }

    private boolean isBusy() {
        return !tasks.isEmpty() || !remoteTasks.isEmpty() || !turnEnd.isEmpty();
    }

    /** Looks for work a little while before sleeping. */
    private boolean foundBySpinning() throws IOException {
        if (settings.spinNanos() == 0) return false;

        long started = System.nanoTime();
        do {
            counts.select();
            if (selector.selectNow(collect) > 0 || !remoteTasks.isEmpty()) return true;
            Thread.onSpinWait();
        } while (System.nanoTime() - started < settings.spinNanos());
        return false;
    }

    private void sleep() throws IOException {
        counts.select();
        counts.sleep();
        asleep.set(true);
        // A task added before this look is seen by it; whoever adds one later sees us asleep.
        if (remoteTasks.isEmpty() && life == Life.RUNNING) {
            selector.select(collect);
        } else {
            selector.selectNow(collect);
        }
        if (!asleep.getAndSet(false)) counts.wakeUp();
    }

    private void collect(SelectionKey key) {
        ChannelOwner owner = ((OwnedChannel) key.attachment()).owner();
        owner.collect(key);
        if (!owners.contains(owner)) owners.add(owner);
    }

    private void nameReadyChannels() {
        for (int i = 0; i < owners.size(); i++) {
            owners.get(i).collected();
        }
        owners.clear();
    }

    private void end() {
        life = Life.STOPPED;
        CURRENT.remove();
        for (SelectionKey key : selector.keys()) {
            close(key.channel());
        }
        close(selector);
        stopped.countDown();
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            log.debug("closing {} failed", resource, e);
        }
    }

    /** Takes no more tasks; ends when those it has are done. */
    @Override
    public void shutdown() {
        if (life == Life.RUNNING) life = Life.STOPPING;
        wakeUp();
    }

    /** As {@link #shutdown}, and drops the tasks of other threads that were not admitted yet. */
    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        List<Runnable> dropped = new ArrayList<>();
        for (Runnable task = remoteTasks.poll(); task != null; task = remoteTasks.poll()) {
            dropped.add(task);
        }
        return dropped;
    }

    @Override
    public boolean isShutdown() {
        return life != Life.RUNNING;
    }

    @Override
    public boolean isTerminated() {
        return life == Life.STOPPED;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return stopped.await(timeout, unit);
    }
}
