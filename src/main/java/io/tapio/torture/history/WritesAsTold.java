package io.tapio.torture.history;

import io.tapio.torture.history.Comparison.Told;
import io.tapio.torture.history.Event.Operation;
import io.tapio.torture.history.Evidence.Effect;
import io.tapio.torture.history.Model.Node;
import java.util.List;
import java.util.Optional;

/** C3: what a write that was done must have found, and what it must have told. */
final class WritesAsTold {
    private final Model model;
    private final Doubts doubts;
    private final Presence presence;
    private final Comparison comparison;
    private final Sightings sightings;
    private final Findings findings;

    WritesAsTold(
            Model model,
            Doubts doubts,
            Presence presence,
            Comparison comparison,
            Sightings sightings,
            Findings findings) {
        this.model = model;
        this.doubts = doubts;
        this.presence = presence;
        this.comparison = comparison;
        this.sightings = sightings;
        this.findings = findings;
    }

    void apply(Effect effect) {
        var write = effect.write();
        if (write.call() instanceof Call.Close) {
            close(write.session(), effect.zxid());
            return;
        }
        var steps = write.call().steps();
        var results = results(write);
        for (int i = 0; i < steps.size(); i++) {
            apply(
                    effect,
                    steps.get(i),
                    results.isEmpty() ? Optional.empty() : Optional.of(results.get(i)));
        }
    }

    private static List<Result> results(Operation write) {
        if (!(write.answer() instanceof Answer.Done done)) return List.of();
        if (done.result() instanceof Result.Results all) return all.results();
        return List.of(done.result());
    }

    private void close(long session, long zxid) {
        for (var path : model.ephemeralsOf(session)) model.delete(path, zxid);
        doubts.ended(session);
    }

    private void apply(Effect effect, Call.Step step, Optional<Result> result) {
        switch (step) {
            case Call.Create create -> create(effect, create, result);
            case Call.SetData set -> set(effect, set, result);
            case Call.Delete delete -> delete(effect, delete);
            case Call.Check check -> found(effect, check.path(), check.version());
        }
    }

    // ---- create

    private void create(Effect effect, Call.Create create, Optional<Result> result) {
        var write = effect.write();
        var parentPath = Paths.parent(create.path());
        var parent = parentOf(effect, parentPath);
        var path = path(create, result, parent);
        if (!path.startsWith(create.path()))
            complain(write, "a node was made under another name", write);
        if (create.mode().isSequential())
            parent.ifPresent(p -> number(effect, parentPath, p, path));
        if (!presence.gone(path, heard(effect))) {
            complain(
                    write,
                    "a node was made that was there already",
                    model.at(path).orElseThrow().by());
            return;
        }
        long owner = create.mode().isEphemeral() ? write.session() : 0;
        model.create(path, Optional.of(create.data()), owner, effect.zxid(), write);
        if (result.isPresent() && result.get() instanceof Result.Created made) {
            made.stat().ifPresent(stat -> comparison.stat(told(effect), path, stat));
        }
    }

    private Optional<Node> parentOf(Effect effect, String parentPath) {
        if (parentPath.equals("/")) return Optional.empty();
        var parent = presence.there(parentPath, heard(effect), effect.write());
        if (parent.isEmpty())
            complain(effect.write(), "a node was made below one that is not there");
        parent.filter(p -> p.owner() != 0)
                .ifPresent(
                        p ->
                                complain(
                                        effect.write(),
                                        "a child of an ephemeral node was made",
                                        p.by()));
        return parent;
    }

    private String path(Call.Create create, Optional<Result> result, Optional<Node> parent) {
        if (result.isPresent() && result.get() instanceof Result.Created made) return made.path();
        if (!create.mode().isSequential()) return create.path();
        int next = parent.map(Node::creations).orElse(0);
        return sightings.madeBy(create).orElseGet(() -> Paths.numbered(create.path(), next));
    }

    private void number(Effect effect, String parentPath, Node parent, String path) {
        if (!Paths.isNumbered(path)) {
            complain(effect.write(), "a sequential node got no number", parent.by());
            return;
        }
        int more = Paths.number(path) - parent.creations();
        if (more == 0) return;
        boolean explained =
                parent.isVague()
                        || parent.isLoose()
                        || (more > 0 && doubts.takeCreatesIn(parentPath, more, heard(effect)));
        if (explained) model.createHidden(parent, more);
        else complain(effect.write(), "a sequential node got a wrong number");
    }

    // ---- the others

    private void set(Effect effect, Call.SetData set, Optional<Result> result) {
        var write = effect.write();
        var node = presence.there(set.path(), heard(effect), write);
        if (node.isEmpty()) {
            complain(write, "a node was set that is not there");
            return;
        }
        var told =
                result.filter(Result.Status.class::isInstance).map(r -> ((Result.Status) r).stat());
        told.ifPresent(stat -> catchUp(effect, set.path(), node.get(), stat.version() - 1));
        version(effect, set.path(), node.get(), set.version());
        var current = model.at(set.path()).orElse(node.get());
        model.set(set.path(), current, set.data(), effect.zxid(), write);
        told.ifPresent(stat -> comparison.stat(told(effect), set.path(), stat));
    }

    private void delete(Effect effect, Call.Delete delete) {
        var path = delete.path();
        var node = found(effect, path, delete.version());
        if (node.isEmpty()) return;
        for (var name : List.copyOf(node.get().children())) {
            var child = path + "/" + name;
            if (!presence.gone(child, heard(effect))) {
                complain(
                        effect.write(),
                        "a node was deleted that had children",
                        model.at(child).orElseThrow().by());
            }
        }
        model.delete(path, effect.zxid());
    }

    private Optional<Node> found(Effect effect, String path, int version) {
        var node = presence.there(path, heard(effect), effect.write());
        if (node.isEmpty())
            complain(effect.write(), "something was done to a node that is not there");
        node.ifPresent(n -> version(effect, path, n, version));
        return node;
    }

    /** A call that names a version succeeds only at that version. */
    private void version(Effect effect, String path, Node node, int version) {
        if (version == Call.ANY) return;
        catchUp(effect, path, node, version);
        boolean right =
                node.version() == version
                        || node.isVague()
                        || presence.isReplaced(path, heard(effect), effect.write());
        if (!right) {
            complain(effect.write(), "a version was named that was not the current one", node.by());
        }
    }

    /** Sets that nobody saw may have raised the version so far. */
    private void catchUp(Effect effect, String path, Node node, int version) {
        int more = version - node.version();
        if (more > 0 && doubts.takeSets(path, more, heard(effect))) {
            model.setHidden(node, more);
            doubts.touch(path);
        }
    }

    private static long heard(Effect effect) {
        return effect.answered();
    }

    private static Told told(Effect effect) {
        return new Told(Promise.C3, effect.write(), heard(effect));
    }

    private void complain(Operation write, String says, Event... others) {
        var concerned = new Event[others.length + 1];
        System.arraycopy(others, 0, concerned, 0, others.length);
        concerned[others.length] = write;
        findings.add(Promise.C3, says, concerned);
    }
}
