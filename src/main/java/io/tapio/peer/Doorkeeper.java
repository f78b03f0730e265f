package io.tapio.peer;

import io.tapio.model.ServerId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides whom we talk to. Its objections are plain sentences that both ends can read in their
 * logs.
 */
final class Doorkeeper {
    private final ServerId self;
    private Optional<UUID> cluster = Optional.empty();
    private UUID journal = new UUID(0, 0);

    Doorkeeper(ServerId self) {
        this.self = self;
    }

    void weAre(Optional<UUID> newCluster, UUID newJournal) {
        cluster = newCluster;
        journal = newJournal;
    }

    Optional<UUID> cluster() {
        return cluster;
    }

    UUID journal() {
        return journal;
    }

    /** What is wrong with one who dialled us; {@code from} is not there if we do not know it. */
    Optional<String> objectionToCall(@Nullable Neighbour from, Word.Greeting greeting) {
        if (greeting.from().equals(self)) {
            return Optional.of(
                    "two servers have the id %s: myid of one of them is wrong".formatted(self));
        }
        if (!greeting.to().equals(self)) {
            return Optional.of(
                    ("member %s looks for member %s here, but this is member %s:"
                                    + " the server lines of the two differ")
                            .formatted(greeting.from(), greeting.to(), self));
        }
        if (from == null) {
            return Optional.of(
                    "member %s is not in the configuration of member %s"
                            .formatted(greeting.from(), self));
        }
        return objectionToData(from, greeting);
    }

    /** What is wrong with one whom we dialled. */
    Optional<String> objectionToWelcome(Neighbour dialled, Word.Greeting greeting) {
        if (!greeting.from().equals(dialled.id()) || !greeting.to().equals(self)) {
            return Optional.of(
                    "member %s was dialled by member %s, but member %s answers"
                            .formatted(dialled.id(), self, greeting.from()));
        }
        return objectionToData(dialled, greeting);
    }

    private Optional<String> objectionToData(Neighbour from, Word.Greeting greeting) {
        Optional<String> foreign = objectionToCluster(from.id(), greeting.cluster());
        if (foreign.isPresent()) return foreign;

        boolean same = from.journals().stream().allMatch(greeting.journal()::equals);
        if (same) return Optional.empty();

        return Optional.of(
                ("two servers call themselves member %s: one is connected with member %s,"
                                + " and the other has another disk")
                        .formatted(from.id(), self));
    }

    Optional<String> objectionToCluster(ServerId of, Optional<UUID> theirs) {
        if (cluster.isEmpty() || theirs.isEmpty() || cluster.equals(theirs)) {
            return Optional.empty();
        }
        return Optional.of(
                "member %s belongs to another ensemble: its data is of %s, that of member %s of %s"
                        .formatted(of, theirs.get(), self, cluster.get()));
    }
}
