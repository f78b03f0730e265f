package io.tapio.bench;

import io.tapio.bench.client.Line;
import io.tapio.bench.client.Reply;
import io.tapio.bench.client.Requests;
import io.tapio.bench.client.Stat;
import io.tapio.bench.client.WrongReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The znodes that the work is about: parents with ten children each, below a root of their own. */
final class Ground {
    static final int FAN = 10;

    /** So much may go into one transaction with any server. */
    private static final int BATCH_BYTES = 200_000;

    private static final int BATCH_MOST = 500;
    private static final byte[] NOTHING = {};

    private final byte[] root;
    private final byte[][] parents;
    private final byte[][] nodes;
    private final int size;

    /** The root, when others make it as well, must be told apart by its name. */
    Ground(String root, int nodes, int size) {
        this.root = Requests.ascii(root);
        this.size = size;
        int families = Math.max(1, Math.ceilDiv(nodes, FAN));
        this.parents = new byte[families][];
        this.nodes = new byte[families * FAN][];
        for (int p = 0; p < families; p++) {
            parents[p] = Requests.ascii(root + "/p" + p);
            for (int c = 0; c < FAN; c++) {
                this.nodes[p * FAN + c] = Requests.ascii(root + "/p" + p + "/c" + c);
            }
        }
    }

    byte[] root() {
        return root;
    }

    int count() {
        return nodes.length;
    }

    int families() {
        return parents.length;
    }

    byte[] node(int number) {
        return nodes[number];
    }

    byte[] parent(int number) {
        return parents[number];
    }

    int size() {
        return size;
    }

    byte[] child(String name) {
        return Requests.ascii(new String(root, StandardCharsets.US_ASCII) + name);
    }

    // ---- made and cleared away

    void make(Line line) throws IOException {
        create(line, root);
        inBatches(line, parents.length, 0, (out, i) -> out.createStep(parents[i], NOTHING));
        var content = new Content(size);
        inBatches(line, nodes.length, size, (out, i) -> out.createStep(nodes[i], content.of(i, 0)));
    }

    static void create(Line line, byte[] path) throws IOException {
        create(line, path, NOTHING);
    }

    static void create(Line line, byte[] path, byte[] data) throws IOException {
        line.ask(
                out -> out.create(path, data),
                reply -> {
                    if (!reply.isText(path)) throw new WrongReply("another path was created");
                    return 0;
                });
    }

    void clear(Line line) throws IOException {
        delete(line, List.of(nodes), size);
        delete(line, List.of(parents), 0);
        line.ask(out -> out.delete(root), reply -> 0);
    }

    static void delete(Line line, List<byte[]> paths, int size) throws IOException {
        inBatches(line, paths.size(), size / 4, (out, i) -> out.deleteStep(paths.get(i)));
    }

    /** Many steps in as few transactions as any server takes. */
    static void inBatches(Line line, int count, int size, BiConsumer<Requests, Integer> step)
            throws IOException {
        int most = Math.clamp(BATCH_BYTES / (size + 100), 1, BATCH_MOST);
        for (int from = 0; from < count; from += most) {
            int first = from;
            int last = Math.min(count, from + most);
            line.ask(
                    out -> {
                        out.beginMulti();
                        for (int i = first; i < last; i++) step.accept(out, i);
                        out.endMulti();
                    },
                    Ground::ignored);
        }
    }

    private static int ignored(Reply reply) {
        return reply.skipAll();
    }

    // ---- looked at afterwards

    /** How often these znodes were written since they were made, all in all. */
    long versions(Line line) throws IOException {
        long sum = 0;
        List<Integer> asked = new ArrayList<>();
        for (int i = 0; i < nodes.length; i++) {
            int number = i;
            line.post(out -> out.exists(nodes[number]));
            asked.add(number);
            if (asked.size() == BATCH_MOST || i == nodes.length - 1) {
                for (int unused : asked) sum += line.<Integer>hear(reply -> reply.stat().version());
                asked.clear();
            }
        }
        return sum;
    }

    static int children(Line line, byte[] path) throws IOException {
        return line.ask(out -> out.exists(path), reply -> childrenOf(reply.stat()));
    }

    private static int childrenOf(Stat stat) {
        return stat.children();
    }

    /** Brings the member that this connection is with up to date. */
    void sync(Line line) throws IOException {
        line.ask(out -> out.sync(root), Ground::ignored);
    }
}
