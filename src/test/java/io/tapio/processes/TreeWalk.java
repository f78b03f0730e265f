package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.Incoming;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.RawRequest;
import io.tapio.testkit.RawResult;
import io.tapio.testkit.RawStat;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every node that one member holds, as a client reads it after a sync; all but the one that every
 * member fills from its own configuration.
 */
record TreeWalk(SortedMap<String, Node> nodes) {
    private static final int AT_ONCE = 500;
    private static final int SHOWN_DIFFERENCES = 10;
    private static final String CONFIG = "/zookeeper/config";

    record Node(String data, RawStat stat) {}

    static TreeWalk of(InetSocketAddress member) {
        try (var client = RawClient.connect(member)) {
            assertThat(client.sync("/").ok()).as("a sync").isTrue();
            var nodes = new TreeMap<String, Node>();
            var level = List.of("/");
            while (!level.isEmpty()) level = visit(client, level, nodes);
            nodes.remove(CONFIG);
            client.closeSession();
            return new TreeWalk(nodes);
        }
    }

    /** The tree of all these members, who must agree on it to the last number. */
    static TreeWalk ofAll(List<MemberProcess> members) {
        var first = of(members.getFirst().address());
        for (var member : members.subList(1, members.size())) {
            var other = of(member.address());
            assertThat(first.differences(other))
                    .as("what %s and %s hold", members.getFirst(), member)
                    .isEmpty();
        }
        return first;
    }

    /** Reads these nodes and names their children. */
    private static List<String> visit(
            RawClient client, List<String> paths, SortedMap<String, Node> nodes) {
        var children = new ArrayList<String>();
        for (int from = 0; from < paths.size(); from += AT_ONCE) {
            var some = paths.subList(from, Math.min(paths.size(), from + AT_ONCE));
            var parents = new ArrayList<String>();
            var answers =
                    client.pipeline(some.stream().map(p -> RawRequest.getData(p, false)).toList());
            for (int i = 0; i < some.size(); i++) {
                var answer = answers.get(i);
                assertThat(answer.ok()).as("%s: %s", some.get(i), answer).isTrue();
                nodes.put(some.get(i), new Node(answer.data().asText(), answer.stat()));
                if (answer.stat().numChildren() > 0) parents.add(some.get(i));
            }
            for (var parent : parents) children.addAll(childrenOf(client, parent));
        }
        return children;
    }

    private static List<String> childrenOf(RawClient client, String parent) {
        Incoming.Reply reply = client.getChildren(parent);
        var prefix = parent.equals("/") ? "/" : parent + "/";
        var names = reply.result(RawResult.Names.class).names();
        return names.stream().map(name -> prefix + name).toList();
    }

    private List<String> differences(TreeWalk other) {
        var all = new TreeMap<>(nodes);
        all.putAll(other.nodes);
        return all.keySet().stream()
                .filter(path -> !same(nodes.get(path), other.nodes.get(path)))
                .limit(SHOWN_DIFFERENCES)
                .map(path -> path + ": " + nodes.get(path) + " and " + other.nodes.get(path))
                .toList();
    }

    private static boolean same(Node one, Node other) {
        return one != null && one.equals(other);
    }
}
