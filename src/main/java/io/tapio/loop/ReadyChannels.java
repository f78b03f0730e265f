package io.tapio.loop;

import java.nio.channels.SelectionKey;
import java.util.Arrays;

/**
 * The ready channels of a stage, from the moment the loop names them until the stage serves them:
 * all of a turn in one call.
 */
public final class ReadyChannels implements ChannelOwner {
    private final Runnable call;
    private SelectionKey[] ready = new SelectionKey[64];
    private int count;
    private boolean calling; // a call is on its way

    /** {@code call} arranges for {@link #serve} to be called in the turn that follows. */
    public ReadyChannels(Runnable call) {
        this.call = call;
    }

    @Override
    public void collect(SelectionKey key) {
        if (count == ready.length) ready = Arrays.copyOf(ready, 2 * count);
        ready[count++] = key;
    }

    @Override
    public void collected() {
        if (calling) return;

        calling = true;
        call.run();
    }

    /** Serves each of them, a {@link ServedChannel}. */
    public void serve() {
        calling = false;
        int due = count;
        count = 0;
        for (int i = 0; i < due; i++) {
            ((ServedChannel) ready[i].attachment()).serve();
        }
        Arrays.fill(ready, 0, due, null); // a closed one must not stay
    }
}
