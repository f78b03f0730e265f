package io.tapio.torture.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A tree as a server holds it, written as plainly as can be and apart from the checker's model. */
final class PlainTree {

    static final class Node {
        String data;
        long czxid;
        long mzxid;
        int version;
        int creates;
        long pzxid;
        long owner;
        final TreeSet<String> children = new TreeSet<>();

        Stat stat() {
            return new Stat(
                    czxid,
                    mzxid,
                    version,
                    2 * creates - children.size(),
                    pzxid,
                    owner,
                    children.size());
        }
    }

    /** What a write did: an answer, and what watches may tell of. */
    record Outcome(Answer answer, List<Changed> changes) {}

    record Changed(Event.Change change, String path) {}

    final Map<String, Node> nodes = new HashMap<>();

    PlainTree() {
        nodes.put("/", new Node());
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, slash);
    }

    Outcome apply(Call call, long session, long zxid) {
        var changes = new ArrayList<Changed>();
        if (call instanceof Call.Close) {
            for (var path : List.copyOf(nodes.keySet())) {
                if (nodes.get(path).owner == session)
                    delete(path, zxid, changes, new ArrayDeque<>());
            }
            return new Outcome(new Answer.Done(zxid, new Result.Nothing()), changes);
        }
        var undo = new ArrayDeque<Runnable>();
        var results = new ArrayList<Result>();
        for (int i = 0; i < call.steps().size(); i++) {
            var step = call.steps().get(i);
            int error = error(step);
            if (error != 0) {
                undo.forEach(Runnable::run);
                return new Outcome(new Answer.Failed(zxid, error, i), List.of());
            }
            results.add(step(step, session, zxid, changes, undo));
        }
        var result = call instanceof Call.Multi ? new Result.Results(results) : results.getFirst();
        return new Outcome(new Answer.Done(zxid, result), changes);
    }

    private int error(Call.Step step) {
        var node = nodes.get(step.path());
        return switch (step) {
            case Call.Create create -> {
                var parent = nodes.get(parent(create.path()));
                if (parent == null) yield Answer.NO_NODE;
                if (node != null && !create.mode().isSequential()) yield Answer.NODE_EXISTS;
                yield parent.owner != 0 ? Answer.NO_CHILDREN_FOR_EPHEMERALS : 0;
            }
            case Call.SetData set -> version(node, set.version());
            case Call.Check check -> version(node, check.version());
            case Call.Delete delete -> {
                int error = version(node, delete.version());
                yield error == 0 && !node.children.isEmpty() ? Answer.NOT_EMPTY : error;
            }
        };
    }

    private static int version(Node node, int version) {
        if (node == null) return Answer.NO_NODE;
        return version == Call.ANY || version == node.version ? 0 : Answer.BAD_VERSION;
    }

    private Result step(
            Call.Step step, long session, long zxid, List<Changed> changes, Deque<Runnable> undo) {
        return switch (step) {
            case Call.Create create -> create(create, session, zxid, changes, undo);
            case Call.SetData set -> {
                var node = nodes.get(set.path());
                var data = node.data;
                long mzxid = node.mzxid;
                undo.push(
                        () -> {
                            node.data = data;
                            node.mzxid = mzxid;
                            node.version--;
                        });
                node.data = set.data();
                node.version++;
                node.mzxid = zxid;
                changes.add(new Changed(Event.Change.DATA, set.path()));
                yield new Result.Status(node.stat());
            }
            case Call.Delete delete -> {
                delete(delete.path(), zxid, changes, undo);
                yield new Result.Nothing();
            }
            case Call.Check check -> new Result.Nothing();
        };
    }

    private Result create(
            Call.Create create,
            long session,
            long zxid,
            List<Changed> changes,
            Deque<Runnable> undo) {
        var parent = nodes.get(parent(create.path()));
        var path = create.path();
        if (create.mode().isSequential()) path += "%010d".formatted(parent.creates);
        var node = new Node();
        node.data = create.data();
        node.czxid = zxid;
        node.mzxid = zxid;
        node.pzxid = zxid;
        node.owner = create.mode().isEphemeral() ? session : 0;
        long pzxid = parent.pzxid;
        var made = path;
        var name = made.substring(made.lastIndexOf('/') + 1);
        undo.push(
                () -> {
                    nodes.remove(made);
                    parent.children.remove(name);
                    parent.creates--;
                    parent.pzxid = pzxid;
                });
        nodes.put(made, node);
        parent.creates++;
        parent.pzxid = zxid;
        parent.children.add(name);
        changes.add(new Changed(Event.Change.CREATED, made));
        changes.add(new Changed(Event.Change.CHILDREN, parent(made)));
        return new Result.Created(made, Optional.of(node.stat()));
    }

    private void delete(String path, long zxid, List<Changed> changes, Deque<Runnable> undo) {
        var node = nodes.remove(path);
        var parent = nodes.get(parent(path));
        var name = path.substring(path.lastIndexOf('/') + 1);
        long pzxid = parent.pzxid;
        undo.push(
                () -> {
                    nodes.put(path, node);
                    parent.children.add(name);
                    parent.pzxid = pzxid;
                });
        parent.pzxid = zxid;
        parent.children.remove(name);
        changes.add(new Changed(Event.Change.DELETED, path));
        changes.add(new Changed(Event.Change.CHILDREN, parent(path)));
    }

    Answer read(Call call, long zxid) {
        var path =
                switch (call) {
                    case Call.GetData get -> get.path();
                    case Call.Exists exists -> exists.path();
                    case Call.GetChildren children -> children.path();
                    default -> throw new AssertionError(call);
                };
        var node = nodes.get(path);
        if (node == null) return new Answer.Failed(zxid, Answer.NO_NODE, 0);
        return new Answer.Done(
                zxid,
                switch (call) {
                    case Call.GetData get -> new Result.Data(node.data, node.stat());
                    case Call.Exists exists -> new Result.Status(node.stat());
                    default ->
                            new Result.Children(
                                    List.copyOf(node.children), Optional.of(node.stat()));
                });
    }
}
