package io.tapio.compat;

import io.tapio.testkit.Handshake;
import io.tapio.testkit.Octets;
import io.tapio.testkit.RawRequest;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Decides what happens next in a random session. */
final class StepGenerator {
    private static final int BURST_MAX = 8;
    private static final List<Integer> TIMEOUTS_MS = List.of(30_000, 20_000, 39_999, 50_000);
    private static final List<Integer> UNKNOWN_OPCODES = List.of(10, 13, 23, 99, 108, -1, -12, 0);

    /** No frame, too long a frame, and a frame too short for a request. */
    private static final List<Octets> NO_REQUESTS =
            List.of(new Octets("ffffffff"), new Octets("7fffffff"), new Octets("0000000400000001"));

    private final RandomGenerator random;
    private final int clients;
    private final Vocabulary words;
    private final RequestGenerator requests;

    StepGenerator(RandomGenerator random, int clients, Known known, Set<String> avoided) {
        this.random = random;
        this.clients = clients;
        this.words = new Vocabulary(random, known, avoided);
        this.requests = new RequestGenerator(random, known, words);
    }

    /** A step that makes sense when the clients are in these states. */
    Step next(IntFunction<Side.Attachment> state) {
        int client = random.nextInt(clients);
        return switch (state.apply(client)) {
            case NO_SESSION -> withoutSession(client);
            case DETACHED -> detached(client);
            case ATTACHED -> attached(client);
        };
    }

    private Step withoutSession(int client) {
        if (random.nextInt(10) == 0) {
            return new Step.Intrude(client, Step.Intrude.Way.CLOSED_SESSION);
        }
        Handshake.ReadOnly readOnly =
                words.one(List.of(Handshake.ReadOnly.FALSE, Handshake.ReadOnly.ABSENT));
        return new Step.Open(client, words.one(TIMEOUTS_MS), readOnly);
    }

    private Step detached(int client) {
        return random.nextInt(4) > 0
                ? new Step.Attach(client)
                : new Step.Intrude(client, words.one(List.of(Step.Intrude.Way.values())));
    }

    private Step attached(int client) {
        int dice = random.nextInt(1000);
        if (dice < 820) return new Step.Call(client, List.of(requests.any()));
        if (dice < 900) return new Step.Call(client, burst());
        if (dice < 945) return new Step.Call(client, List.of(requests.alone()));
        if (dice < 960) return new Step.Close(client);
        if (dice < 975) return new Step.Detach(client);
        if (dice < 983) return new Step.Steal(client);
        if (dice < 990) return new Step.Offend(client, offence());
        if (dice < 994) return new Step.Break(client, words.one(NO_REQUESTS));
        return new Step.Intrude(client, Step.Intrude.Way.FROM_THE_FUTURE);
    }

    private List<RawRequest> burst() {
        return Stream.generate(requests::any).limit(2 + random.nextInt(BURST_MAX - 1)).toList();
    }

    private RawRequest offence() {
        return random.nextInt(3) == 0
                ? RawRequest.auth("nosuch", "user:password")
                : new RawRequest.Raw(
                        words.one(UNKNOWN_OPCODES), new Octets("000000022f61ffffffff"));
    }
}
