package io.tapio.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Zxid;
import io.tapio.zab.ToyHistory;
import io.tapio.zab.Words;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OwnOutlineTest {
    @Test
    void theOutlineIsThatOfTheLogWhateverHappensToIt() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            var outline = new OwnOutline();
            var log = new ToyHistory();
            for (int step = 0; step < 40; step++) {
                change(outline, log, random);

                assertThat(outline.outline()).as("seed %d", seed).isEqualTo(log.outline());
            }
        }
    }

    private static void change(OwnOutline outline, ToyHistory log, SplittableRandom random) {
        Zxid last = log.last();
        switch (random.nextInt(6)) {
            case 0 -> {
                Zxid to = Zxid.of(last.epoch(), Math.max(0, last.counter() - random.nextInt(4)));
                Zxid cut = to.counter() == 0 || log.base().isAfter(to) ? last : to;
                outline.cut(cut);
                log.cutTo(cut);
            }
            case 1 -> {
                outline.begin(last, List.of());
                log.begin(last);
            }
            default -> {
                boolean newEpoch = random.nextInt(3) == 0 || last.equals(Zxid.NONE);
                Zxid first = newEpoch ? Zxid.of(last.epoch() + 1, 1) : last.next();
                var run = Words.run(first, random.nextInt(1, 5));
                outline.append(run);
                log.add(run);
            }
        }
    }
}
