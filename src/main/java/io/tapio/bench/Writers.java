package io.tapio.bench;

import io.tapio.bench.client.Complaints;
import io.tapio.bench.client.Line;
import io.tapio.bench.client.Requests;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Clients that write one znode each, again and again, and when their member is gone take their
 * session to the next, as any client does.
 */
final class Writers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long BETWEEN_TRIES_NANOS = 10_000_000;
    private static final int SIZE = 100;

    private final List<Writer> writers = new ArrayList<>();
    private final Complaints complaints;

    private Writers(Complaints complaints) {
        this.complaints = complaints;
    }

    static Writers begin(Bench bench, int count, Complaints complaints) throws IOException {
        var all = new Writers(complaints);
        try (var line = bench.line()) {
            for (int i = 0; i < count; i++) {
                var path = Requests.ascii(bench.name("written-" + i));
                Ground.create(line, path, new Content(SIZE).of(i, 0));
                all.writers.add(new Writer(i, path, bench.target().hosts(), complaints));
            }
            line.endSession();
        }
        all.writers.forEach(Writer::start);
        return all;
    }

    /** When writes were acknowledged, in order. */
    long[] times() {
        var each = timesOfEach();
        return each.stream().flatMapToLong(LongStream::of).sorted().toArray();
    }

    List<long[]> timesOfEach() {
        return writers.stream().map(Writer::times).toList();
    }

    boolean allWroteSince(long moment) {
        return writers.stream().allMatch(each -> each.lastAt > moment);
    }

    long acks() {
        return writers.stream().mapToLong(each -> each.times().length).sum();
    }

    /** Stops them, and looks whether what was acknowledged is there. */
    void check() throws IOException {
        close();
        for (var each : writers) each.check(complaints);
    }

    @Override
    public void close() {
        writers.forEach(Writer::stop);
    }

    private static final class Writer {
        private final int number;
        private final byte[] path;
        private final List<InetSocketAddress> hosts;
        private final Complaints complaints;
        private final Content content = new Content(SIZE);
        private final Thread thread;
        private Line.Ticket ticket = Line.Ticket.fresh();
        private int at;
        private int stamp;
        private int version;
        private volatile long lastAt;
        private volatile boolean ends;

        private long[] times = new long[1 << 14]; // guarded by this
        private int count; // guarded by this

        Writer(int number, byte[] path, List<InetSocketAddress> hosts, Complaints complaints) {
            this.number = number;
            this.path = path;
            this.hosts = hosts;
            this.complaints = complaints;
            this.at = number % hosts.size();
            this.thread = new Thread(this::run, "bench-writer-" + number);
            this.thread.setDaemon(true);
        }

        void start() {
            thread.start();
        }

        void stop() {
            ends = true;
            try {
                thread.join(PATIENCE.toMillis() * 2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        synchronized long[] times() {
            return Arrays.copyOf(times, count);
        }

        private synchronized void note(long now) {
            if (count == times.length) times = Arrays.copyOf(times, 2 * count);
            times[count++] = now;
            lastAt = now;
        }

        private void run() {
            while (!ends) {
                try (var line = Line.open(hosts.get(at), PATIENCE, ticket)) {
                    ticket = line.ticket();
                    while (!ends) write(line);
                    line.endSession();
                } catch (Line.Expired expired) {
                    complaints.add("a session was ended while its client came back in time");
                    ticket = Line.Ticket.fresh();
                } catch (IOException gone) {
                    at = (at + 1) % hosts.size();
                    LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
                }
            }
        }

        private void write(Line line) throws IOException {
            var data = content.of(number, ++stamp);
            int written = line.ask(out -> out.set(path, data), reply -> reply.stat().version());
            note(System.nanoTime());
            ticket = line.ticket();
            if (written <= version) complaints.add("a write was forgotten: version " + written);
            version = written;
        }

        private void check(Complaints found) throws IOException {
            try (var line = Line.open(hosts.get(at), Bench.PATIENCE)) {
                line.ask(out -> out.sync(path), reply -> reply.skipAll());
                int there = line.ask(out -> out.exists(path), reply -> reply.stat().version());
                if (there < version) found.add("acknowledged writes are gone");
                line.ask(out -> out.delete(path), reply -> 0);
                line.endSession();
            }
        }
    }
}
