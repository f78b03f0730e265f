package io.tapio.testkit.sim.invariant;

import io.tapio.jute.JuteReader;
import io.tapio.model.Bytes;
import io.tapio.model.Stat;
import io.tapio.testkit.sim.full.Ask;
import io.tapio.testkit.sim.full.Ledger;
import io.tapio.testkit.sim.full.Past;
import io.tapio.testkit.sim.full.Reply;
import io.tapio.testkit.sim.full.SimClient;
import io.tapio.wire.ReplyReader;
import io.tapio.wire.Request;
import java.util.List;

/** I12 a read shows the state at its zxid. */
final class ReadsAreTrue implements Law {
    private final Ledger ledger;

    ReadsAreTrue(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String promise() {
        return "I12 a read shows the state at its zxid";
    }

    @Override
    public void answered(SimClient client, Ask ask, Reply reply) {
        long zxid = reply.header().zxid();
        switch (ask.request()) {
            case Request.GetData(Bytes path, boolean watch) -> {
                Past.Node node = present(path, reply);
                if (node == null) return;
                JuteReader in = reply.body();
                check(in.buffer().equals(node.data()), () -> wrong(path, zxid));
                check(isLike(ReplyReader.stat(in), node), () -> wrong(path, zxid));
            }
            case Request.Exists(Bytes path, boolean watch) -> {
                Past.Node node = present(path, reply);
                if (node == null) return;
                check(isLike(ReplyReader.stat(reply.body()), node), () -> wrong(path, zxid));
            }
            case Request.GetChildren(Bytes path, boolean watch) -> {
                boolean root = path.length() == 1;
                if (!root && present(path, reply) == null) return;
                List<String> told =
                        ReplyReader.paths(reply.body()).stream()
                                .map(Bytes::toString)
                                .filter(name -> !root || !name.equals("zookeeper"))
                                .sorted()
                                .toList();
                List<String> are = ledger.past().childrenAt(path.toString(), zxid);
                check(told.equals(are), () -> wrong(path, zxid) + ": " + told + " for " + are);
            }
            default -> {}
        }
    }

    private Past.Node present(Bytes path, Reply reply) {
        Past.Node node = ledger.past().at(path.toString(), reply.header().zxid());
        check((node != null) == reply.isOk(), () -> wrong(path, reply.header().zxid()));
        return node;
    }

    private static boolean isLike(Stat told, Past.Node node) {
        return told.version() == node.version()
                && told.czxid().equals(node.created())
                && told.mzxid().equals(node.modified());
    }

    private static String wrong(Bytes path, long zxid) {
        return "%s was not so at %x".formatted(path, zxid);
    }
}
