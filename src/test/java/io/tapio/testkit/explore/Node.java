package io.tapio.testkit.explore;

import io.tapio.ensemble.ZabPeer;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One member as it is at a moment: its core, its disk, and what is on its way there. */
final class Node {
    Optional<ZabPeer> peer = Optional.empty(); // none while it is down
    DiskImage disk = DiskImage.NEW;
    final List<DiskImage.Fact> waiting = new ArrayList<>(); // not flushed
    int told; // how many of those that wait were called flushed all the same
    int applied;
    int leads; // the epoch, 0 if none
    boolean stopped; // numbering, for another is about to lead
    int established; // in this life
    boolean forgetful; // its disk was lost and not healed since
    Zxid proposed = Zxid.NONE;

    boolean isAlive() {
        return peer.isPresent();
    }

    boolean mayPropose() {
        return leads > 0 && !stopped;
    }

    /** The disk as it will be. */
    DiskImage live() {
        DiskImage live = disk;
        for (DiskImage.Fact each : waiting) {
            live = live.with(each);
        }
        return live;
    }

    void stopServing() {
        leads = 0;
        stopped = false;
        proposed = Zxid.NONE;
    }
}
