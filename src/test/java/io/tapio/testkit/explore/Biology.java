package io.tapio.testkit.explore;

import io.tapio.ensemble.Recollection;
import io.tapio.ensemble.ZabPeer;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.testkit.explore.DiskImage.Fact;
import io.tapio.zab.Membership;
import io.tapio.zab.PeerState;
import io.tapio.zab.ZabMessage;
import io.tapio.zab.ZabSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a member lives: what an input does to its core and its disk. */
final class Biology {
    private static final int TICKS_MAX = 64;
    private static final int LAST_COUNTER = 1 << 20;
    private static final ZabSettings SETTINGS = new ZabSettings(1, 6, 1, 6, 6, LAST_COUNTER);

    private final ServerId id;
    private final Membership members;
    private final Flaw flaw;
    private final Pool<ZabMessage> words;

    Biology(ServerId id, Membership members, Flaw flaw, Pool<ZabMessage> words) {
        this.id = id;
        this.members = members;
        this.flaw = flaw;
        this.words = words;
    }

    /** Lets {@code input} happen; the answer is what others notice. Complains if it is wrong. */
    List<Effect> live(Node node, Input input) {
        var out = new Recorder(node, flaw, words);
        switch (input) {
            case Input.Start() -> start(node, out);
            case Input.Crash(int survive) -> crash(node, survive);
            case Input.Wipe() -> wipe(node);
            case Input.Flush() -> flush(node, out);
            case Input.Ticks() -> ticks(node, out);
            case Input.Received(int from, int word) ->
                    core(node).received(Members.id(from), words.at(word), out);
            case Input.LinkUp(int peer) -> core(node).linkUp(Members.id(peer), out);
            case Input.LinkDown(int peer) -> core(node).linkDown(Members.id(peer), out);
            case Input.Propose(int write) -> propose(node, write, out);
            case Input.HandOver() -> core(node).handOver(out);
        }
        if (flaw.disksLie()) hearLies(node, out);
        return out.effects();
    }

    private static ZabPeer core(Node node) {
        return node.peer.orElseThrow();
    }

    private void start(Node node, Recorder out) {
        var core = new ZabPeer(id, members, SETTINGS);
        node.peer = Optional.of(core);
        DiskImage disk = node.disk;
        boolean trusts = node.forgetful && flaw.wipedIsProven();
        Map<ServerId, Zxid> marks = flaw.wipedIsProven() ? Map.of() : disk.marks();
        core.recovered(
                new Recollection(
                        disk.accepted(),
                        disk.established(),
                        disk.outline(),
                        Zxid.NONE,
                        disk.isSure() || trusts,
                        marks),
                out);
    }

    private void crash(Node node, int survive) {
        for (Fact each : node.waiting.subList(0, survive)) {
            reachDisk(node, each);
        }
        node.waiting.clear();
        node.told = 0;
        node.stopServing();
        node.peer = Optional.empty();
        node.applied = 0;
        node.established = 0;
        if (flaw.promisesAreForgotten()) node.disk = node.disk.withoutPromises();
    }

    private void wipe(Node node) {
        crash(node, 0);
        node.disk = DiskImage.NEW;
        node.forgetful = true;
    }

    private static void reachDisk(Node node, Fact fact) {
        node.disk = node.disk.with(fact);
        if (fact instanceof Fact.Established) node.forgetful = false;
    }

    private void flush(Node node, Recorder out) {
        Fact fact = node.waiting.removeFirst();
        reachDisk(node, fact);
        if (flaw.disksLie()) node.told--;
        else tell(node, fact, out);
    }

    private void tell(Node node, Fact fact, Recorder out) {
        ZabPeer core = core(node);
        switch (fact) {
            case Fact.Accepted(int epoch) -> core.epochAccepted(epoch, out);
            case Fact.Established(int epoch) -> {
                node.established = epoch;
                core.epochEstablished(epoch, out);
            }
            case Fact.Appended(Entries run) -> core.durable(run.last(), out);
            case Fact.Cut(Zxid to) -> core.truncated(to, out);
            case Fact.Proven proven -> {}
            case Fact.Marked marked -> {}
        }
    }

    private void hearLies(Node node, Recorder out) {
        while (node.told < node.waiting.size()) {
            tell(node, node.waiting.get(node.told++), out);
        }
    }

    /** What does not show within so many ticks never does: the node is as it was. */
    private static void ticks(Node node, Recorder out) {
        ZabPeer core = core(node);
        PeerState before = core.state();
        for (int i = 0; i < TICKS_MAX && !out.hasShown() && core.state() == before; i++) {
            core.tick(out);
        }
    }

    private static void propose(Node node, int write, Recorder out) {
        node.proposed = node.proposed.next();
        core(node).propose(Item.run(List.of(new Item(node.proposed, write))), out);
    }
}
