package io.tapio.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.SessionId;
import io.tapio.model.Stat;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** The slow and obvious twin of a {@link DataTree}: a sorted map from paths to records. */
final class TwinTree {

    /** One znode; {@code creates} counts the children ever created. */
    record Node(
            Bytes data,
            Acl acl,
            long owner,
            int version,
            int creates,
            int aversion,
            long czxid,
            long mzxid,
            long pzxid,
            long ctime,
            long mtime) {

        static Node born(Bytes data, Acl acl, long owner, long zxid, long timeMs) {
            return new Node(data, acl, owner, 0, 0, 0, zxid, zxid, zxid, timeMs, timeMs);
        }

        Node withChild(int newCreates, long zxid) {
            return new Node(
                    data,
                    acl,
                    owner,
                    version,
                    newCreates,
                    aversion,
                    czxid,
                    mzxid,
                    zxid,
                    ctime,
                    mtime);
        }

        Node withData(Bytes newData, int newVersion, long zxid, long timeMs) {
            return new Node(
                    newData,
                    acl,
                    owner,
                    newVersion,
                    creates,
                    aversion,
                    czxid,
                    zxid,
                    pzxid,
                    ctime,
                    timeMs);
        }

        Node withAcl(Acl newAcl, int newAversion) {
            return new Node(
                    data,
                    newAcl,
                    owner,
                    version,
                    creates,
                    newAversion,
                    czxid,
                    mzxid,
                    pzxid,
                    ctime,
                    mtime);
        }
    }

    private final OwnerRules rules;
    private final TreeMap<String, Node> nodes;

    TwinTree(OwnerRules rules) {
        this(rules, new TreeMap<>());
        nodes.put("/", Node.born(Bytes.EMPTY, Acl.OPEN, 0, 0, 0));
        nodes.put("/zookeeper", Node.born(Bytes.EMPTY, Acl.OPEN, 0, 0, 0));
        nodes.put("/zookeeper/quota", Node.born(Bytes.EMPTY, Acl.OPEN, 0, 0, 0));
        nodes.put(
                "/zookeeper/config",
                Node.born(Bytes.EMPTY, Acl.READ_ONLY, 0, 0, 0).withAcl(Acl.READ_ONLY, -1));
    }

    private TwinTree(OwnerRules rules, TreeMap<String, Node> nodes) {
        this.rules = rules;
        this.nodes = nodes;
    }

    TwinTree copy() {
        return new TwinTree(rules, new TreeMap<>(nodes));
    }

    Node node(String path) {
        return nodes.get(path);
    }

    boolean has(String path) {
        return nodes.containsKey(path);
    }

    int size() {
        return nodes.size();
    }

    void create(String path, Bytes data, Acl acl, long owner, int creates, long zxid, long timeMs) {
        nodes.put(path, Node.born(data, acl, owner, zxid, timeMs));
        nodes.compute(parent(path), (p, node) -> node.withChild(creates, zxid));
    }

    void delete(String path, long zxid) {
        nodes.remove(path);
        nodes.compute(parent(path), (p, node) -> node.withChild(node.creates, zxid));
    }

    void setData(String path, Bytes data, int version, long zxid, long timeMs) {
        nodes.compute(path, (p, node) -> node.withData(data, version, zxid, timeMs));
    }

    void setAcl(String path, Acl acl, int aversion) {
        nodes.compute(path, (p, node) -> node.withAcl(acl, aversion));
    }

    List<String> children(String path) {
        String prefix = path.equals("/") ? "/" : path + "/";
        var names = new ArrayList<String>();
        for (String each : nodes.tailMap(prefix, false).keySet()) {
            if (!each.startsWith(prefix)) break;
            String name = each.substring(prefix.length());
            if (name.indexOf('/') < 0) names.add(name);
        }
        return names;
    }

    Stat stat(String path) {
        Node node = node(path);
        int children = children(path).size();
        return new Stat(
                new Zxid(node.czxid),
                new Zxid(node.mzxid),
                node.ctime,
                node.mtime,
                node.version,
                2 * node.creates - children,
                node.aversion,
                rules.kindOf(node.owner) instanceof NodeKind.Ephemeral ? node.owner : 0,
                node.data.length(),
                children,
                new Zxid(node.pzxid));
    }

    /** Compares everything that can be asked of the tree. */
    void assertSame(DataTree tree) {
        assertThat(tree.nodeCount()).isEqualTo(nodes.size());
        long size = 0;
        for (String path : nodes.keySet()) {
            assertSameNode(tree, path);
            size += Bytes.utf8(path).length() + node(path).data.length();
        }
        assertThat(tree.approximateDataSize()).isEqualTo(size);
        assertThat(tree.digest()).isEqualTo(tree.recomputeDigest());
        assertSameOwners(tree);
    }

    private void assertSameNode(DataTree tree, String path) {
        Node twin = node(path);
        Znode node = tree.find(Bytes.utf8(path));
        assertThat(node).as(path).isNotNull();
        assertThat(node.path()).hasToString(path);
        assertThat(node.pathLength()).isEqualTo(Bytes.utf8(path).length());
        assertThat(node.data().isAbsent()).isEqualTo(twin.data.isAbsent());
        assertThat(node.data().toArray()).isEqualTo(twin.data.toArray());
        assertThat(node.acl()).isEqualTo(twin.acl);
        assertThat(node.owner()).isEqualTo(twin.owner);
        assertThat(node.cversion()).isEqualTo(twin.creates);
        assertThat(node.stat()).as(path).isEqualTo(stat(path));
        assertThat(written(node)).isEqualTo(stat(path));
        var names = new TreeSet<String>();
        tree.children(node, name -> names.add(name.toString()));
        assertThat(names).containsExactlyElementsOf(new TreeSet<>(children(path)));
    }

    private void assertSameOwners(DataTree tree) {
        var ephemerals = new TreeMap<Long, List<Bytes>>();
        var containers = new TreeSet<String>();
        var ttls = new TreeSet<String>();
        nodes.forEach(
                (path, node) -> {
                    switch (rules.kindOf(node.owner)) {
                        case NodeKind.Ephemeral(SessionId session) ->
                                ephemerals
                                        .computeIfAbsent(session.value(), s -> new ArrayList<>())
                                        .add(Bytes.utf8(path));
                        case NodeKind.Container c -> containers.add(path);
                        case NodeKind.Ttl t -> ttls.add(path);
                        default -> {}
                    }
                });
        Owners owners = tree.owners();
        assertThat(owners.sessions())
                .extracting(SessionId::value)
                .hasSameElementsAs(ephemerals.keySet());
        int count = 0;
        for (var each : ephemerals.entrySet()) {
            each.getValue().sort(null);
            assertThat(owners.ephemeralsOf(new SessionId(each.getKey())))
                    .isEqualTo(each.getValue());
            count += each.getValue().size();
        }
        assertThat(owners.ephemeralCount()).isEqualTo(count);
        assertThat(owners.containers()).extracting(Znode::toString).hasSameElementsAs(containers);
        assertThat(owners.ttls()).extracting(Znode::toString).hasSameElementsAs(ttls);
    }

    private static Stat written(Znode node) {
        var out = new JuteWriter(8);
        node.writeStat(out);
        assertThat(out.length()).isEqualTo(68);
        var in = new JuteReader(out.toBytes());
        return new Stat(
                new Zxid(in.int64()),
                new Zxid(in.int64()),
                in.int64(),
                in.int64(),
                in.int32(),
                in.int32(),
                in.int32(),
                in.int64(),
                in.int32(),
                in.int32(),
                new Zxid(in.int64()));
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, slash);
    }
}
