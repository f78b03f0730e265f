package io.tapio.testkit.sim;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.EntriesKind;
import io.tapio.zab.ZabMessage;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.random.RandomGenerator;

/** What a member sends; in some worlds entries are read slowly, and all else waits for them. */
final class Post {
    private final SimMember from;
    private final Net net;
    private final Clock clock;
    private final RandomGenerator random;
    private final boolean readsSlowly;
    private final Map<Net.Link, Lane> lanes = new WeakHashMap<>();

    Post(SimMember from, World world) {
        this.from = from;
        this.net = world.net;
        this.clock = world.clock;
        this.random = world.random;
        this.readsSlowly = random.nextInt(3) == 0;
    }

    void send(ServerId to, ZabMessage message) {
        if (message instanceof ZabMessage.Election) net.send(from, to, message);
        else from.link(to).ifPresent(link -> onLane(to, link, () -> net.send(from, to, message)));
    }

    private void onLane(ServerId to, Net.Link link, Runnable send) {
        lane(link)
                .send(
                        () -> {
                            if (isThere(to, link)) send.run();
                        });
    }

    private Lane lane(Net.Link link) {
        return lanes.computeIfAbsent(link, none -> new Lane());
    }

    private boolean isThere(ServerId to, Net.Link link) {
        return from.link(to).equals(Optional.of(link));
    }

    void sendEntries(ServerId to, EntriesKind kind, Zxid after, Zxid upTo) {
        from.link(to)
                .ifPresent(
                        link -> {
                            Runnable read = () -> read(to, link, kind, after, upTo);
                            if (!readsSlowly || random.nextInt(8) > 0) onLane(to, link, read);
                            else lane(link).read(() -> readLater(link, read));
                        });
    }

    private void readLater(Net.Link link, Runnable read) {
        clock.in(
                1 + random.nextInt(60),
                () -> {
                    read.run();
                    lane(link).read();
                });
    }

    /** By the time they are read, the entries may be gone: then the link breaks. */
    private void read(ServerId to, Net.Link link, EntriesKind kind, Zxid after, Zxid upTo) {
        if (!isThere(to, link)) return;

        Disk disk = from.disk();
        if (disk.canRead(after, upTo)) {
            disk.range(after, upTo).forEach(run -> net.send(from, to, kind.message(run)));
        } else {
            net.reset(link, from.id(), to);
        }
    }
}
