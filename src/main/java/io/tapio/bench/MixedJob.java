package io.tapio.bench;

import io.tapio.bench.client.Job;
import io.tapio.bench.client.Reply;
import io.tapio.bench.client.Requests;
import io.tapio.bench.client.WrongReply;
import java.util.SplittableRandom;

/** Reads and writes by chance, so many per cent of them reads. */
final class MixedJob implements Job {
    private static final int WRITE = 1 << 30;

    private final int reads;
    private final ReadJob reader;
    private final WriteJob writer;
    private final SplittableRandom random;

    MixedJob(int reads, ReadJob reader, WriteJob writer, long seed) {
        this.reads = reads;
        this.reader = reader;
        this.writer = writer;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public int ask(Requests out) {
        if (random.nextInt(100) < reads) return reader.ask(out);
        return writer.ask(out) | WRITE;
    }

    @Override
    public void hear(int tag, Reply reply) throws WrongReply {
        if (tag >= WRITE) writer.hear(tag & ~WRITE, reply);
        else reader.hear(tag, reply);
    }
}
