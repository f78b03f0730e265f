package io.tapio.bench;

import io.tapio.bench.client.Job;
import io.tapio.bench.client.Reply;
import io.tapio.bench.client.Requests;
import io.tapio.bench.client.WrongReply;

/** Creates children of a parent of its own, and deletes them again if so asked. */
final class CreateJob implements Job {
    private static final int DELETE = 1 << 30;
    private static final int DIGITS = 10;

    private final byte[] parent;
    private final byte[] path;
    private final boolean deletes;
    private final Content content;
    private int next;
    private boolean deleteIsNext;
    private int left;

    CreateJob(byte[] parent, boolean deletes, int size) {
        this.parent = parent;
        this.path = new byte[parent.length + 1 + DIGITS];
        System.arraycopy(parent, 0, path, 0, parent.length);
        path[parent.length] = '/';
        this.deletes = deletes;
        this.content = new Content(size);
    }

    byte[] parent() {
        return parent;
    }

    /** How many children there must be when everything is answered. */
    int left() {
        return left;
    }

    /** The same array every time. */
    private byte[] path(int number) {
        for (int i = path.length - 1, rest = number; i > parent.length; i--, rest /= 10) {
            path[i] = (byte) ('0' + rest % 10);
        }
        return path;
    }

    byte[] copyOfPath(int number) {
        return path(number).clone();
    }

    int asked() {
        return next;
    }

    /** Whether the last that was created waits for its deletion. */
    boolean isHalfDone() {
        return deleteIsNext;
    }

    @Override
    public int ask(Requests out) {
        if (deleteIsNext) {
            deleteIsNext = false;
            out.delete(path(next - 1));
            return DELETE;
        }
        int number = next++;
        deleteIsNext = deletes;
        out.create(path(number), content.of(number, 0));
        return number;
    }

    @Override
    public void hear(int tag, Reply reply) throws WrongReply {
        if (tag == DELETE) {
            left--;
            return;
        }
        left++;
        if (!reply.isText(path(tag))) throw new WrongReply("another path was created");
    }
}
