package io.tapio.loop;

/** What is attached to a channel's key, so that the loop can tell whose channel it is. */
public interface OwnedChannel {
    ChannelOwner owner();
}
