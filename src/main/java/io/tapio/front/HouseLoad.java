package io.tapio.front;

import io.tapio.front.FrontSettings.Pressure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What all clients together have in the house, and who must wait because it is too much. */
final class HouseLoad {
    private final Pressure limits;
    private final Set<ClientConnection> suspended = new LinkedHashSet<>();
    private long unanswered;
    private long unansweredBytes;
    private long queuedBytes;

    HouseLoad(Pressure limits) {
        this.limits = limits;
    }

    void asked(int requests, long bytes) {
        unanswered += requests;
        unansweredBytes += bytes;
    }

    void answered(int requests, long bytes) {
        unanswered -= requests;
        unansweredBytes -= bytes;
        if (!suspended.isEmpty() && hasRoomAgain()) resumeAll();
    }

    void queued(long bytes) {
        queuedBytes += bytes;
    }

    /** More is in the house than should be: who has something in it may not bring more. */
    boolean isFull() {
        return unanswered > limits.allUnanswered() || unansweredBytes > limits.allUnansweredBytes();
    }

    /** Clients with something to read should read it before they get more. */
    boolean isQueueHigh() {
        return queuedBytes > limits.allOutBytes() / 2;
    }

    boolean isQueueFull() {
        return queuedBytes > limits.allOutBytes();
    }

    void suspend(ClientConnection connection) {
        suspended.add(connection);
    }

    void forget(ClientConnection connection) {
        suspended.remove(connection);
    }

    long unanswered() {
        return unanswered;
    }

    long queuedBytes() {
        return queuedBytes;
    }

    /** A little less than full, so that not every reply turns reading on and off again. */
    private boolean hasRoomAgain() {
        return unanswered <= limits.allUnanswered() - limits.allUnanswered() / 8
                && unansweredBytes <= limits.allUnansweredBytes() / 8 * 7;
    }

    private void resumeAll() {
        List<ClientConnection> resumed = List.copyOf(suspended);
        suspended.clear();
        resumed.forEach(ClientConnection::resume);
    }
}
