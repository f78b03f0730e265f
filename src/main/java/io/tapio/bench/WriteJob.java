package io.tapio.bench;

import io.tapio.bench.client.Job;
import io.tapio.bench.client.Reply;
import io.tapio.bench.client.Requests;
import io.tapio.bench.client.Stat;
import io.tapio.bench.client.WrongReply;
import java.util.SplittableRandom;

/** Writes of random znodes: one, or some in a transaction. */
final class WriteJob implements Job {
    static final int STEPS = 10;

    private final boolean multi;
    private final Ground ground;
    private final SplittableRandom random;
    private final Content content;
    private int stamp;
    private long done;

    WriteJob(boolean multi, Ground ground, long seed) {
        this.multi = multi;
        this.ground = ground;
        this.random = new SplittableRandom(seed);
        this.content = new Content(ground.size());
        this.stamp = random.nextInt();
    }

    /** How many single writes were acknowledged. */
    long done() {
        return done;
    }

    @Override
    public int ask(Requests out) {
        if (!multi) {
            int number = random.nextInt(ground.count());
            out.set(ground.node(number), content.of(number, ++stamp));
            return number;
        }
        out.beginMulti();
        for (int i = 0; i < STEPS; i++) {
            int number = random.nextInt(ground.count());
            out.setStep(ground.node(number), content.of(number, ++stamp));
        }
        out.endMulti();
        return 0;
    }

    @Override
    public void hear(int tag, Reply reply) throws WrongReply {
        if (!multi) {
            written(reply.stat(), reply.zxid());
            return;
        }
        for (int i = 0; i < STEPS; i++) {
            reply.setStep();
            written(reply.stat(), reply.zxid());
        }
        reply.endOfMulti();
    }

    private void written(Stat stat, long zxid) throws WrongReply {
        done++;
        if (stat.mzxid() != zxid) throw new WrongReply("a write with the zxid of another");
        if (stat.version() < 1) throw new WrongReply("version 0 after a write");
        if (stat.dataLength() != ground.size()) throw new WrongReply("other data were written");
    }
}
