package io.tapio.cluster;

import io.tapio.model.ServerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what this member's part of the cluster does next: waits, founds a cluster, joins one, or
 * ends to be started anew.
 *
 * <p>Only the leader of an established epoch founds a cluster, and only when it has just heard from
 * the others that none of them is in one. Who follows joins where its leader is. What this cannot
 * rule out (a leader that was asleep between hearing and founding) is found later and mended by the
 * smaller side. Pure: time comes in as ticks and as the clock that stamped the questions.
 */
final class JoinPlan {
    /** What is to be done now. */
    sealed interface Step {
        record Wait() implements Step {}

        /** Be the first member of a new cluster. */
        record Found() implements Step {}

        record Join(ServerId seed) implements Step {}

        /** End and begin again as somebody new, for here is nothing to be gained. */
        record StartOver(String reason) implements Step {}
    }

    /** Ticks in a second. */
    static final int SECOND = 2;

    /** As old may an answer be that a cluster is founded or joined on. */
    static final int FRESH_MS = 5_000;

    /** As old may an answer be that tells of an island. */
    private static final int RECENT_MS = 25_000;

    private static final int ASK_WHILE_ALONE = SECOND;
    private static final int ASK_WHEN_JOINED = 10 * SECOND;
    private static final int JOIN_AGAIN = 10 * SECOND;
    private static final int ALL_MUST_ANSWER = 5 * SECOND;
    private static final int MOST_MUST_ANSWER = 30 * SECOND;
    private static final int ISLAND_LASTS = 60 * SECOND;
    private static final int JAM_LASTS = 120 * SECOND;
    private static final int DOUBLINGS_MAX = 6;
    private static final Step WAIT = new Step.Wait();

    private final ServerId self;
    private final int otherCount;
    private final int doublings;
    private final Map<ServerId, Contact.Answer> answers = new HashMap<>();

    private Optional<ServerId> leader = Optional.empty();
    private Optional<ServerId> target = Optional.empty();
    private int ticks;
    private int inStepSince;
    private int targetSince;
    private int islandTicks;
    private int jamTicks;

    /**
     * A plan for a part of the cluster that has just begun.
     *
     * @param restarts that there were before; each doubles the patience before the next
     */
    JoinPlan(ServerId self, int memberCount, int restarts) {
        this.self = self;
        otherCount = memberCount - 1;
        doublings = Math.min(restarts, DOUBLINGS_MAX);
    }

    /** The epoch of this leader is established, and we are in step with it. */
    void inStepWith(ServerId newLeader) {
        leader = Optional.of(newLeader);
        inStepSince = ticks;
        target = Optional.empty();
    }

    void looking() {
        leader = Optional.empty();
        target = Optional.empty();
    }

    void heard(Contact.Answer answer) {
        answers.put(answer.from(), answer);
    }

    /** Whom we have heard lately. */
    List<Stand> recent(long nowMs) {
        return notOlder(nowMs, RECENT_MS);
    }

    /** Where those should join who follow us. */
    Optional<ServerId> seed(boolean joined) {
        if (!leads()) return Optional.empty();

        return joined ? Optional.of(self) : target;
    }

    private boolean leads() {
        return leader.filter(self::equals).isPresent();
    }

    /** Time passes; true when it is time to ask the others. */
    boolean tick(Stand own, long nowMs) {
        ticks++;
        islandTicks = isOnIsland(own, nowMs) ? islandTicks + 1 : 0;
        jamTicks = ghost(own, nowMs).isPresent() ? jamTicks + 1 : 0;
        int every = own.joined() ? ASK_WHEN_JOINED : ASK_WHILE_ALONE;
        return leader.isPresent() && ticks % every == 0;
    }

    Step next(Stand own, long nowMs) {
        if (leader.isEmpty()) return WAIT;
        if (own.joined()) return lastingTrouble(own, nowMs);

        return leads() ? lead(nowMs) : follow(leader.get(), nowMs);
    }

    private Step lead(long nowMs) {
        List<Stand> fresh = notOlder(nowMs, FRESH_MS);
        Optional<List<Stand>> mainland = Islands.of(fresh).mainland(self);
        if (mainland.isPresent()) return join(Islands.lowest(mainland.get()));

        return fresh.size() >= answersNeeded() ? new Step.Found() : WAIT;
    }

    /** Who does not answer might be in a cluster; so we wait for it, but not for ever. */
    private int answersNeeded() {
        int waited = ticks - inStepSince;
        if (waited < ALL_MUST_ANSWER) return otherCount;

        return Math.min(otherCount, waited < MOST_MUST_ANSWER ? (otherCount + 1) / 2 : 1);
    }

    private Step follow(ServerId whom, long nowMs) {
        return notOlder(nowMs, FRESH_MS).stream()
                .filter(stand -> stand.self().id().equals(whom))
                .findFirst()
                .flatMap(Stand::seed)
                .filter(seed -> !seed.equals(self))
                .map(this::join)
                .orElse(WAIT);
    }

    private Step join(ServerId seed) {
        boolean under = target.filter(seed::equals).isPresent();
        if (under && ticks - targetSince < JOIN_AGAIN) return WAIT;

        target = Optional.of(seed);
        targetSince = ticks;
        return new Step.Join(seed);
    }

    private Step lastingTrouble(Stand own, long nowMs) {
        target = Optional.empty();
        if (islandTicks >= ISLAND_LASTS << doublings) {
            return new Step.StartOver("it is in another cluster than most members");
        }
        if (jamTicks >= JAM_LASTS << doublings) {
            ServerId outside = ghost(own, nowMs).orElse(self);
            return new Step.StartOver(
                    "member %s cannot get in while the cluster waits for others that are gone"
                            .formatted(outside));
        }
        return WAIT;
    }

    private boolean isOnIsland(Stand own, long nowMs) {
        if (leader.isEmpty() || !own.joined()) return false;

        List<Stand> known = new ArrayList<>(notOlder(nowMs, RECENT_MS));
        known.add(own);
        return Islands.of(known)
                .mainland(leader.get())
                .filter(mainland -> !Islands.holds(mainland, self))
                .isPresent();
    }

    /**
     * A member in contact that is in no cluster, while ours still lists what it was before: Pekko
     * lets nobody in under an old address before all who are out of reach have come back.
     */
    private Optional<ServerId> ghost(Stand own, long nowMs) {
        if (leader.isEmpty() || !own.joined()) return Optional.empty();

        return notOlder(nowMs, RECENT_MS).stream()
                .filter(stand -> !stand.joined() && listsAnOlder(own, stand.self()))
                .map(stand -> stand.self().id())
                .findFirst();
    }

    private static boolean listsAnOlder(Stand own, Incarnation present) {
        return own.members().stream()
                .anyMatch(m -> m.id().equals(present.id()) && m.uid() != present.uid());
    }

    private List<Stand> notOlder(long nowMs, int ageMs) {
        return answers.values().stream()
                .filter(answer -> nowMs - answer.askedAtMs() <= ageMs)
                .map(Contact.Answer::stand)
                .toList();
    }
}
