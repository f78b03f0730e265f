package io.tapio.bench;

import java.time.Duration;
import java.util.List;

/**
 * How it is measured.
 *
 * @param rate operations a second in an open loop; 0: as fast as they are answered
 * @param reads per cent of reads in {@code mixed}
 */
record Settings(
        int connections,
        int window,
        int threads,
        double rate,
        Duration warmUp,
        Duration time,
        int nodes,
        int size,
        int reads,
        int watchers,
        int kills,
        int sessions,
        int znodes) {

    /** Less than a minute for all. */
    static Settings quick() {
        return new Settings(
                16,
                16,
                1,
                0,
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                10_000,
                100,
                90,
                500,
                1,
                1_000,
                20_000);
    }

    static Settings full() {
        return new Settings(
                16,
                16,
                1,
                0,
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                10_000,
                100,
                90,
                1_000,
                5,
                5_000,
                200_000);
    }

    /** The same load for so long, unmeasured. */
    Settings warmingUp(Duration span) {
        return new Settings(
                connections,
                window,
                threads,
                0,
                Duration.ZERO,
                span,
                nodes,
                size,
                reads,
                watchers,
                kills,
                sessions,
                znodes);
    }

    /** What decides how figures turn out, to stand beside them. */
    List<String> words() {
        return List.of(
                "connections " + connections + ", window " + window + ", threads " + threads,
                rate > 0
                        ? "open loop, %,.0f operations a second".formatted(rate)
                        : "closed loop: as many operations as are answered",
                "measured for %s s, after %s s"
                        .formatted(time.toMillis() / 1e3, warmUp.toMillis() / 1e3),
                "%,d znodes of %,d bytes of data".formatted(nodes, size));
    }
}
