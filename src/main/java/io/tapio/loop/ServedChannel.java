package io.tapio.loop;

/** A channel that serves itself when its key is ready: one that listens, dials or is connected. */
public interface ServedChannel extends OwnedChannel {
    /** Throws nothing for what the other side did. */
    void serve();
}
