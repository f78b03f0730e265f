package io.tapio.bench;

import io.tapio.bench.client.Job;
import io.tapio.bench.client.Reply;
import io.tapio.bench.client.Requests;
import io.tapio.bench.client.Stat;
import io.tapio.bench.client.WrongReply;
import java.util.SplittableRandom;

/** Reads of one kind, of random znodes. */
final class ReadJob implements Job {
    private static final int ALL_CHILDREN = (1 << Ground.FAN) - 1;

    private final Op op;
    private final Ground ground;
    private final SplittableRandom random;
    private final Content content;

    ReadJob(Op op, Ground ground, long seed) {
        this.op = op;
        this.ground = ground;
        this.random = new SplittableRandom(seed);
        this.content = new Content(ground.size());
    }

    @Override
    public int ask(Requests out) {
        if (op == Op.CHILDREN) {
            int family = random.nextInt(ground.families());
            out.children(ground.parent(family));
            return family;
        }
        int number = random.nextInt(ground.count());
        if (op == Op.EXISTS) out.exists(ground.node(number));
        else out.get(ground.node(number), false);
        return number;
    }

    @Override
    public void hear(int tag, Reply reply) throws WrongReply {
        switch (op) {
            case CHILDREN -> children(reply);
            case EXISTS -> stat(reply.stat(), reply.zxid());
            default -> {
                content.check(tag, reply);
                stat(reply.stat(), reply.zxid());
            }
        }
    }

    private void stat(Stat stat, long zxid) throws WrongReply {
        if (stat.dataLength() != ground.size()) {
            throw new WrongReply("a dataLength of " + stat.dataLength());
        }
        if (stat.mzxid() > zxid) throw new WrongReply("written after it was read");
    }

    /** In any order, each once. */
    private static void children(Reply reply) throws WrongReply {
        int count = reply.int32();
        if (count != Ground.FAN) throw new WrongReply(count + " children instead of ten");
        int seen = 0;
        for (int i = 0; i < count; i++) {
            if (reply.length() != 2) throw new WrongReply("a child of another name");
            var in = reply.buffer();
            if (in.get() != 'c') throw new WrongReply("a child of another name");
            seen |= 1 << (in.get() - '0');
        }
        if (seen != ALL_CHILDREN) throw new WrongReply("not every child, or one twice");
        if (reply.stat().children() != Ground.FAN) throw new WrongReply("stat counts otherwise");
    }
}
