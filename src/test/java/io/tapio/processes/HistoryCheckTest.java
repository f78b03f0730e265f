package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.processes.History.Outcome;
import io.tapio.processes.History.Read;
import io.tapio.processes.History.Write;
import io.tapio.processes.TreeWalk.Node;
import io.tapio.testkit.RawStat;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The judge of histories lets good ones pass and finds what is wrong with each bad one. */
class HistoryCheckTest {
    private static final History.Nodes NODES = new History.Nodes("h");
    private static final String REGISTER = NODES.registers().getFirst();
    private static final String NODE_1 = NODES.sequence() + "/n-0000000000";
    private static final String NODE_2 = NODES.sequence() + "/n-0000000001";

    private final List<Write> writes = new ArrayList<>();
    private final List<Read> reads = new ArrayList<>();
    private final TreeMap<String, Node> nodes = new TreeMap<>();

    HistoryCheckTest() {
        for (var register : NODES.registers()) holds(register, "", 1, 0);
    }

    /** An acknowledged set, done in the moment that its zxid names. */
    private void set(String payload, long zxid, int version) {
        write(REGISTER, payload, zxid, zxid + 1, Outcome.DONE, zxid, version);
    }

    private void openSet(String payload, long sentAt) {
        write(REGISTER, payload, sentAt, sentAt + 1, Outcome.OPEN, 0, 0);
    }

    private void write(
            String path,
            String payload,
            long sentAt,
            long answeredAt,
            Outcome outcome,
            long zxid,
            int version) {
        int order = writes.size();
        writes.add(
                new Write(0, order, 1, path, payload, sentAt, answeredAt, outcome, zxid, version));
    }

    private void holds(String path, String payload, long mzxid, int version) {
        var stat = new RawStat(mzxid, mzxid, 0, 0, version, 0, 0, 0, payload.length(), 0, mzxid);
        nodes.put(path, new Node(payload, stat));
    }

    private void read(String payload, long mzxid, int version, long zxid) {
        reads.add(new Read(0, REGISTER, payload, mzxid, version, zxid, 0, 0));
    }

    private void finds(String what) {
        var findings = new HistoryCheck(NODES, writes, reads, new TreeWalk(nodes)).findings();
        assertThat(findings).anyMatch(finding -> finding.startsWith(what));
    }

    private void findsNothing() {
        var findings = new HistoryCheck(NODES, writes, reads, new TreeWalk(nodes)).findings();
        assertThat(findings).isEmpty();
    }

    @Test
    void aGoodHistoryPasses() {
        set("a", 10, 1);
        openSet("b", 20);
        set("c", 30, 3);
        openSet("never done", 40);
        write(REGISTER, "refused", 50, 51, Outcome.REFUSED, 50, 0);
        write(NODE_1, "d", 60, 61, Outcome.DONE, 60, 0);
        write(NODES.sequence(), "e", 70, 71, Outcome.OPEN, 0, 0);
        holds(REGISTER, "c", 30, 3);
        holds(NODE_1, "d", 60, 0);
        holds(NODE_2, "e", 70, 0);
        read("", 1, 0, 5);
        read("a", 10, 1, 15);
        read("b", 20, 2, 29);
        read("c", 30, 3, 70);

        findsNothing();
    }

    @Test
    void aLostLastWriteIsFound() {
        set("a", 10, 1);
        set("b", 20, 2);
        holds(REGISTER, "a", 10, 1);

        finds("a newer value was there");
    }

    @Test
    void aLostEarlierWriteIsFound() {
        set("a", 10, 1);
        set("b", 20, 1);
        holds(REGISTER, "b", 20, 1);

        finds("an earlier write is lost");
    }

    @Test
    void aWriteDoneTwiceIsFound() {
        set("a", 10, 1);
        set("b", 30, 3);
        holds(REGISTER, "b", 30, 3);

        finds("more was done than was sent");
    }

    @Test
    void anOpenWriteDoneTwiceIsFound() {
        openSet("a", 10);
        openSet("b", 11);
        set("c", 30, 3);
        holds(REGISTER, "c", 30, 3);
        read("a", 12, 1, 15);
        read("a", 20, 2, 25);

        finds("done twice");
    }

    @Test
    void aRefusedWriteThatTookEffectIsFound() {
        write(REGISTER, "refused", 10, 11, Outcome.REFUSED, 10, 0);
        openSet("a", 20);
        holds(REGISTER, "refused", 10, 1);

        finds("a value nobody set");
    }

    @Test
    void oneZxidForTwoWritesIsFound() {
        set("a", 10, 1);
        set("b", 10, 2);
        holds(REGISTER, "b", 10, 2);

        finds("one zxid for two writes");
    }

    @Test
    void zxidsAgainstRealTimeAreFound() {
        write(REGISTER, "a", 100, 110, Outcome.DONE, 20, 2);
        write(REGISTER, "b", 200, 210, Outcome.DONE, 10, 1);
        holds(REGISTER, "a", 20, 2);

        finds("a later write before an earlier one");
    }

    @Test
    void aWorkersWritesOutOfOrderAreFound() {
        write(REGISTER, "a", 100, 220, Outcome.DONE, 20, 2);
        write(REGISTER, "b", 110, 210, Outcome.DONE, 10, 1);
        holds(REGISTER, "a", 20, 2);

        finds("out of the worker's order");
    }

    @Test
    void aLostSequentialNodeIsFound() {
        write(NODE_1, "a", 10, 11, Outcome.DONE, 10, 0);

        finds("an acknowledged node is lost");
    }

    @Test
    void aSequentialNodeMadeTwiceIsFound() {
        write(NODE_1, "a", 10, 11, Outcome.DONE, 10, 0);
        holds(NODE_1, "a", 10, 0);
        holds(NODE_2, "a", 20, 0);

        finds("made twice");
    }

    @Test
    void aSequentialNodeOfNobodyIsFound() {
        holds(NODE_1, "a", 10, 0);

        finds("a node nobody made");
    }

    @Test
    void aSequentialNodeWithAnotherZxidIsFound() {
        write(NODE_1, "a", 10, 11, Outcome.DONE, 10, 0);
        holds(NODE_1, "a", 12, 0);

        finds("another zxid than acknowledged");
    }

    @Test
    void sequenceNumbersAgainstTheOrderAreFound() {
        write(NODE_1, "a", 20, 21, Outcome.DONE, 20, 0);
        write(NODES.sequence(), "b", 10, 11, Outcome.OPEN, 0, 0);
        holds(NODE_1, "a", 20, 0);
        holds(NODE_2, "b", 10, 0);

        finds("numbers against the order");
    }

    @Test
    void aStaleReadIsFound() {
        set("a", 10, 1);
        set("b", 20, 2);
        holds(REGISTER, "b", 20, 2);
        read("a", 10, 1, 25);

        finds("a newer value was there");
    }

    @Test
    void aReadOfWhatIsYetToComeIsFound() {
        set("a", 10, 1);
        holds(REGISTER, "a", 10, 1);
        read("a", 10, 1, 5);

        finds("read from the future");
    }

    @Test
    void aReadOfAWrongValueIsFound() {
        set("a", 10, 1);
        holds(REGISTER, "a", 10, 1);
        read("b", 10, 1, 15);

        finds("two values of one version");
    }

    @Test
    void aSessionThatGoesBackIsFound() {
        reads.add(new Read(0, REGISTER, "", 1, 0, 5, 8, 0));

        finds("a session went back");
    }

    @Test
    void aReadThatIsStaleAfterASyncIsFound() {
        set("a", 10, 1);
        holds(REGISTER, "a", 10, 1);
        reads.add(new Read(0, REGISTER, "", 1, 0, 9, 0, 500));

        finds("stale after a sync");
    }

    @Test
    void aRegisterThatIsGoneIsFound() {
        nodes.remove(REGISTER);

        finds("a register is gone");
    }
}
