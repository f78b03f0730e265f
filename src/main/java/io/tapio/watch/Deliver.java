package io.tapio.watch;

import io.tapio.model.Bytes;
import io.tapio.model.EventType;

/** Takes the events of a change, one for each watcher it concerns. */
@FunctionalInterface
public interface Deliver<W> {

    /**
     * {@code watcher} is to be told. Events of one kind follow each other with the same instance of
     * {@code path}, so an encoded event may be shared. The table must not be touched in here.
     */
    void event(W watcher, EventType type, Bytes path);
}
