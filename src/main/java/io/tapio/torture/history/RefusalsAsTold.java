package io.tapio.torture.history;

import io.tapio.torture.history.Event.Operation;
import java.util.Optional;

/** C3, of errors: what a write that was refused must have found. */
final class RefusalsAsTold {
    private static final int NONE = 0;

    private final Model model;
    private final Doubts doubts;
    private final Presence presence;
    private final Findings findings;

    RefusalsAsTold(Model model, Doubts doubts, Presence presence, Findings findings) {
        this.model = model;
        this.doubts = doubts;
        this.presence = presence;
        this.findings = findings;
    }

    void judge(Operation write, Answer.Failed failed) {
        if (!UniqueZxids.isOrdered(write)) return;
        boolean right =
                write.call() instanceof Call.Multi multi
                        ? isRight(multi, write, failed)
                        : write.call() instanceof Call.Step step
                                && isRight(step, write, failed.error());
        if (!right) {
            findings.add(Promise.C3, "a write was refused for a reason that is not there", write);
        }
    }

    private boolean isRight(Call.Step step, Operation write, int error) {
        if (error(step) == error) return true;
        return isExplained(step, write, error);
    }

    /** The steps before the one that failed must succeed, and leave nothing behind. */
    private boolean isRight(Call.Multi multi, Operation write, Answer.Failed failed) {
        model.attempt();
        boolean right = true;
        for (int i = 0; i < failed.at() && right; i++)
            right = succeeds(multi.steps().get(i), write);
        right = right && error(multi.steps().get(failed.at())) == failed.error();
        model.takeBack();
        return right || multi.steps().stream().anyMatch(step -> isInDoubt(step, write.heard()));
    }

    private boolean succeeds(Call.Step step, Operation write) {
        if (error(step) != NONE) return false;
        switch (step) {
            case Call.Create create -> {
                int number =
                        model.at(Paths.parent(create.path())).map(Model.Node::creations).orElse(0);
                var path =
                        create.mode().isSequential()
                                ? Paths.numbered(create.path(), number)
                                : create.path();
                long owner = create.mode().isEphemeral() ? write.session() : 0;
                model.create(path, Optional.of(create.data()), owner, write.zxid(), write);
            }
            case Call.SetData set ->
                    model.at(set.path())
                            .ifPresent(
                                    node ->
                                            model.set(
                                                    set.path(),
                                                    node,
                                                    set.data(),
                                                    write.zxid(),
                                                    write));
            case Call.Delete delete -> model.delete(delete.path(), write.zxid());
            case Call.Check check -> {}
        }
        return true;
    }

    /** Why the model would refuse this, or that it would not. */
    private int error(Call.Step step) {
        return switch (step) {
            case Call.Create create -> errorOfCreate(create);
            case Call.SetData set -> errorOfVersion(set.path(), set.version());
            case Call.Check check -> errorOfVersion(check.path(), check.version());
            case Call.Delete delete -> {
                int error = errorOfVersion(delete.path(), delete.version());
                boolean full =
                        model.at(delete.path()).filter(n -> !n.children().isEmpty()).isPresent();
                yield error == NONE && full ? Answer.NOT_EMPTY : error;
            }
        };
    }

    private int errorOfCreate(Call.Create create) {
        var parentPath = Paths.parent(create.path());
        var parent = model.at(parentPath);
        if (parent.isEmpty() && !parentPath.equals("/")) return Answer.NO_NODE;
        if (!create.mode().isSequential() && model.at(create.path()).isPresent())
            return Answer.NODE_EXISTS;
        boolean ephemeral = parent.filter(p -> p.owner() != 0).isPresent();
        return ephemeral ? Answer.NO_CHILDREN_FOR_EPHEMERALS : NONE;
    }

    private int errorOfVersion(String path, int version) {
        var node = model.at(path);
        if (node.isEmpty()) return Answer.NO_NODE;
        return version == Call.ANY || node.get().version() == version ? NONE : Answer.BAD_VERSION;
    }

    // ---- what is in doubt

    private boolean isExplained(Call.Step step, Operation write, int error) {
        var path = step.path();
        long heard = write.heard();
        return switch (error) {
            case Answer.NO_NODE ->
                    presence.gone(step instanceof Call.Create ? Paths.parent(path) : path, heard);
            case Answer.NODE_EXISTS -> presence.there(path, heard, write).isPresent();
            case Answer.BAD_VERSION -> hasOtherVersion(path, write);
            case Answer.NOT_EMPTY -> doubts.mayHaveOtherChildren(path, heard);
            default -> model.at(Paths.parent(path)).filter(Model.Node::isVague).isPresent();
        };
    }

    private boolean hasOtherVersion(String path, Operation write) {
        var node = presence.there(path, write.heard(), write);
        if (node.isEmpty()) return false;
        if (node.get().isVague()) return true;
        if (!doubts.takeSets(path, 1, write.heard())) {
            return presence.isReplaced(path, write.heard(), write);
        }
        model.setHidden(node.get(), 1);
        doubts.touch(path);
        return true;
    }

    private boolean isInDoubt(Call.Step step, long heard) {
        var path = step.path();
        var parent = Paths.parent(path);
        var node = model.at(path);
        return doubts.touches(path)
                || doubts.touches(parent)
                || node.filter(n -> n.owner() != 0 && doubts.mayHaveEnded(n.owner(), heard))
                        .isPresent();
    }
}
