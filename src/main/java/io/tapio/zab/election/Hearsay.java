package io.tapio.zab.election;

import io.tapio.model.ServerId;
import io.tapio.zab.PeerState;
import io.tapio.zab.Quorum;
import io.tapio.zab.Standing;
import io.tapio.zab.Vote;
import io.tapio.zab.ZabMessage.Notification;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/** What a looking member has lately heard of the other voters; what is old is forgotten. */
final class Hearsay {
    private record Heard(Notification word, int atTick) {}

    private final Quorum quorum;
    private final int forgetTicks;
    private final Map<ServerId, Heard> heard = new HashMap<>();
    private int now;

    Hearsay(Quorum quorum, int forgetTicks) {
        this.quorum = quorum;
        this.forgetTicks = forgetTicks;
    }

    void note(ServerId from, Notification word) {
        heard.put(from, new Heard(word, now));
    }

    void tick() {
        now++;
        heard.values().removeIf(each -> now - each.atTick() > forgetTicks);
    }

    Map<ServerId, Notification> words() {
        var words = new HashMap<ServerId, Notification>();
        heard.forEach((voter, each) -> words.put(voter, each.word()));
        return words;
    }

    Set<ServerId> voters(BiPredicate<ServerId, Notification> which) {
        var voters = new HashSet<ServerId>();
        heard.forEach(
                (voter, each) -> {
                    if (which.test(voter, each.word())) voters.add(voter);
                });
        return voters;
    }

    /** Whether all the others look, too, and none of them has a single entry. */
    boolean nobodyHasAnything(ServerId self) {
        var bare = voters((voter, word) -> isBare(word));
        bare.add(self);
        return bare.containsAll(quorum.voters());
    }

    private static boolean isBare(Notification word) {
        return word.state() == PeerState.LOOKING && word.standing().empty();
    }

    int highestAccepted() {
        return heard.values().stream()
                .map(each -> each.word().standing())
                .mapToInt(Standing::acceptedEpoch)
                .max()
                .orElse(0);
    }

    /** One who says that it leads, and whom a quorum of proven voters says that it follows. */
    Optional<Notification> establishedLeader(BiPredicate<ServerId, Notification> counts) {
        return heard.entrySet().stream()
                .filter(each -> each.getValue().word().state() == PeerState.LEADING)
                .filter(each -> hasQuorum(each.getKey(), counts))
                .map(each -> each.getValue().word())
                .findFirst();
    }

    /**
     * One who says that it leads, knows no less than we, and only waits for us to have a quorum.
     * What it says of its history is checked once we follow.
     */
    Optional<Notification> leaderInNeedOf(
            ServerId self, Vote own, BiPredicate<ServerId, Notification> counts) {
        return heard.entrySet().stream()
                .filter(each -> each.getValue().word().state() == PeerState.LEADING)
                .filter(each -> quorum.mayLead(each.getKey()))
                .filter(each -> !isOlder(each.getValue().word().standing(), own))
                .filter(each -> quorum.isReachedBy(with(self, each.getKey(), counts)))
                .map(each -> each.getValue().word())
                .findFirst();
    }

    private static boolean isOlder(Standing theirs, Vote own) {
        int epochs = Integer.compare(theirs.currentEpoch(), own.epoch());
        return epochs < 0 || (epochs == 0 && own.lastLogged().isAfter(theirs.lastLogged()));
    }

    private Set<ServerId> with(
            ServerId self, ServerId leader, BiPredicate<ServerId, Notification> counts) {
        var followers =
                voters(
                        (voter, word) ->
                                word.vote().leader().equals(leader) && counts.test(voter, word));
        followers.add(self);
        return followers;
    }

    private boolean hasQuorum(ServerId leader, BiPredicate<ServerId, Notification> counts) {
        return quorum.isReachedBy(
                voters(
                        (voter, word) ->
                                isOfTwo(word.state())
                                        && word.vote().leader().equals(leader)
                                        && counts.test(voter, word)));
    }

    private static boolean isOfTwo(PeerState state) {
        return state == PeerState.LEADING || state == PeerState.FOLLOWING;
    }
}
