package io.tapio.torture;

import io.tapio.torture.history.Answer;
import io.tapio.torture.history.Call;
import io.tapio.torture.history.Result;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What a client likes to do: to set and compare registers, to put things into a queue and take them
 * out, to hold locks, to do several things at once, to watch, and to leave now and then. Each
 * payload is used once by all clients together.
 */
final class Habits {
    private static final int STAY_MEAN = 1_500; // calls
    private static final int CLOSE_MEAN = 4_000;

    private final int client;
    private final RandomGenerator random;
    private final Map<String, Integer> versions = new HashMap<>();
    private final Deque<String> queued = new ArrayDeque<>();
    private final Set<String> held = new HashSet<>();
    private int payloads;

    Habits(int client, RandomGenerator random) {
        this.client = client;
        this.random = random;
    }

    boolean wantsToMove() {
        return random.nextInt(STAY_MEAN) == 0;
    }

    /** The next call, or a few that belong together. */
    List<Call> next() {
        if (random.nextInt(CLOSE_MEAN) == 0) return List.of(new Call.Close());
        int choice = random.nextInt(100);
        if (choice < 22) return List.of(new Call.SetData(register(), payload(), Call.ANY));
        if (choice < 34) return List.of(compareAndSet());
        if (choice < 46) return List.of(queue());
        if (choice < 56) return List.of(lock());
        if (choice < 64) return List.of(several());
        if (choice < 78) return List.of(new Call.GetData(register(), random.nextInt(3) == 0));
        if (choice < 84) return List.of(new Call.Exists(someLock(), random.nextBoolean()));
        if (choice < 88) return List.of(new Call.GetChildren(Grounds.LIVE, random.nextBoolean()));
        var register = register();
        return List.of(new Call.Sync(register), new Call.GetData(register, false));
    }

    private String payload() {
        return client + "-" + ++payloads;
    }

    private String register() {
        return some(Grounds.REGISTERS);
    }

    private String someLock() {
        return some(Grounds.LOCKS);
    }

    private String some(List<String> paths) {
        return paths.get(random.nextInt(paths.size()));
    }

    private Call compareAndSet() {
        var register = register();
        return new Call.SetData(register, payload(), versions.getOrDefault(register, 0));
    }

    private Call queue() {
        if (queued.isEmpty() || random.nextInt(20) < 11) {
            return new Call.Create(Grounds.QUEUE + "/n-", payload(), Call.Mode.SEQUENTIAL);
        }
        return new Call.Delete(queued.remove(), Call.ANY);
    }

    private Call lock() {
        var path = random.nextInt(3) == 0 ? Grounds.LIVE + "/client-" + client : someLock();
        return held.remove(path)
                ? new Call.Delete(path, Call.ANY)
                : new Call.Create(path, payload(), Call.Mode.EPHEMERAL);
    }

    /** A set, an item for the queue and a check, which fails at times: all or nothing. */
    private Call several() {
        var checked = register();
        int version = versions.getOrDefault(checked, 0) + (random.nextInt(4) == 0 ? 1 : 0);
        return new Call.Multi(
                List.of(
                        new Call.Create(Grounds.QUEUE + "/m-", payload(), Call.Mode.SEQUENTIAL),
                        new Call.SetData(register(), payload(), Call.ANY),
                        random.nextBoolean()
                                ? new Call.Check(checked, version)
                                : new Call.Check(Grounds.QUEUE, Call.ANY)));
    }

    // ---- what the answers teach

    void learn(Call call, Answer answer) {
        if (answer instanceof Answer.Done done) learn(call, done.result());
        else if (call instanceof Call.SetData set) versions.remove(set.path());
    }

    private void learn(Call call, Result result) {
        switch (result) {
            case Result.Created made -> {
                if (call instanceof Call.Create create && create.mode().isEphemeral()) {
                    held.add(made.path());
                } else {
                    queued.add(made.path());
                }
            }
            case Result.Data seen when call instanceof Call.GetData get ->
                    versions.put(get.path(), seen.stat().version());
            case Result.Status set when call instanceof Call.SetData asked ->
                    versions.put(asked.path(), set.stat().version());
            case Result.Results all when call instanceof Call.Multi multi -> {
                for (int i = 0; i < multi.steps().size(); i++) {
                    learn(multi.steps().get(i), all.results().get(i));
                }
            }
            case Result.Data seen -> {}
            case Result.Status seen -> {}
            case Result.Results seen -> {}
            case Result.Children seen -> {}
            case Result.Nothing seen -> {}
        }
    }

    /** The session is no more, and what it held is gone with it. */
    void forget() {
        held.clear();
    }
}
