package io.tapio.torture.history;

import io.tapio.torture.history.Model.Node;
import java.util.Optional;

/**
 * Whether nodes are there or not, where the model and what a client was told differ: something in
 * doubt may explain it, and then is in doubt no more.
 */
final class Presence {
    private final Model model;
    private final Doubts doubts;

    Presence(Model model, Doubts doubts) {
        this.model = model;
        this.doubts = doubts;
    }

    /** The node, which was there when something was heard; empty when nothing explains that. */
    Optional<Node> there(String path, long heard, Event by) {
        var node = model.at(path);
        if (node.isPresent()) return node;
        if (!doubts.takeCreate(path, heard)) return Optional.empty();
        doubts.touch(path);
        return Optional.of(model.appear(path, by));
    }

    /** Whether the node was not there when something was heard, or can be gone. */
    boolean gone(String path, long heard) {
        var node = model.at(path);
        if (node.isEmpty()) return true;
        boolean ended = node.get().owner() != 0 && doubts.mayHaveEnded(node.get().owner(), heard);
        if (ended && !doubts.mayHaveBeenDeleted(path, heard)) {
            end(node.get().owner());
            return true;
        }
        // With two explanations for one node we take neither: which one is right, time will tell.
        boolean explained = ended || node.get().isVague() || doubts.takeDelete(path, heard);
        if (!explained) return false;
        doubts.touch(path);
        model.vanish(path);
        return true;
    }

    /** Whether the node may have gone and another one come, with nobody told of either. */
    boolean isReplaced(String path, long heard, Event by) {
        return gone(path, heard) && there(path, heard, by).isPresent();
    }

    /** All ephemeral nodes of a session go at once. */
    private void end(long session) {
        for (var path : model.ephemeralsOf(session)) {
            doubts.touch(path);
            model.vanish(path);
        }
        doubts.ended(session);
    }

    /** Whether some child may have come or gone that the model does not know of. */
    boolean isInDoubt(String parent, Node node, long heard) {
        if (doubts.mayHaveOtherChildren(parent, heard)) return true;
        return node.children().stream()
                .map(name -> model.at(parent + "/" + name).map(Node::owner).orElse(0L))
                .anyMatch(owner -> owner != 0 && doubts.mayHaveEnded(owner, heard));
    }
}
