package io.tapio.front;

import io.tapio.session.FrontDoor;
import io.tapio.session.LinkFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * What the client ports of one server share: the limits, the figures, the way to the sessions.
 *
 * <p>May be made anywhere; everything else belongs to the event loop's thread.
 */
public final class Lobby {
    private final FrontSettings settings;
    private final FrontDoor door;
    private final GuestBook guests;
    private final HouseLoad load;
    private final Counters counters = new Counters();
    private final RareLog rareLog =
            new RareLog(
                    LoggerFactory.getLogger("tapio.front"),
                    () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    private final List<ConnectionGroup> groups = new ArrayList<>();

    public Lobby(FrontSettings settings, FrontDoor door) {
        this.settings = settings;
        this.door = door;
        guests = new GuestBook(settings.admission(), Descriptors.forClients());
        load = new HouseLoad(settings.pressure());
    }

    public FrontFigures figures() {
        return new FrontFigures(
                guests.present(),
                counters.accepted,
                counters.rejected,
                counters.malformed,
                counters.silent,
                counters.failed,
                rareLog.counts(),
                counters.packetsReceived,
                counters.packetsSent,
                counters.bytesReceived,
                counters.bytesSent,
                load.unanswered(),
                load.queuedBytes());
    }

    /** Names every open connection, those without a session too. */
    public void links(Consumer<LinkFigures> each) {
        groups.forEach(group -> group.links(each));
    }

    /** Counts packets and bytes from zero again; what connections count for themselves stays. */
    public void resetFigures() {
        counters.resetTraffic();
    }

    FrontSettings settings() {
        return settings;
    }

    FrontDoor door() {
        return door;
    }

    GuestBook guests() {
        return guests;
    }

    HouseLoad load() {
        return load;
    }

    Counters counters() {
        return counters;
    }

    RareLog rareLog() {
        return rareLog;
    }

    void opened(ConnectionGroup group) {
        groups.add(group);
    }

    void closed(ConnectionGroup group) {
        groups.remove(group);
    }
}
