package io.tapio.zab;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarksTest {
    private static final ServerId ONE = new ServerId(1);
    private static final ServerId TWO = new ServerId(2);

    @Test
    void aDiskIsBehindIfItEndsBeforeItsMark() {
        var marks = new Marks(Map.of(ONE, Zxid.of(3, 5)));

        assertThat(marks.isBehind(ONE, 3, Zxid.of(3, 4))).isTrue();
        assertThat(marks.isBehind(ONE, 7, Zxid.of(2, 9))).isTrue();
        assertThat(marks.isBehind(ONE, 3, Zxid.of(3, 5))).isFalse();
        assertThat(marks.isBehind(ONE, 4, Zxid.of(4, 1))).isFalse();
        assertThat(marks.isBehind(TWO, 0, Zxid.NONE)).isFalse();
    }

    @Test
    void anEpochThatItHadIsAMarkEvenWithoutAnEntry() {
        var marks = new Marks(Map.of(ONE, Zxid.startOf(4)));

        assertThat(marks.isBehind(ONE, 3, Zxid.of(3, 9))).isTrue();
        assertThat(marks.isBehind(ONE, 4, Zxid.of(3, 9))).isFalse();
    }

    @Test
    void onlyHigherMarksAreNews() {
        var marks = new Marks(Map.of(ONE, Zxid.of(3, 5)));

        assertThat(marks.learn(Map.of(ONE, Zxid.of(3, 4)))).isFalse();
        assertThat(marks.learn(Map.of(ONE, Zxid.of(3, 6), TWO, Zxid.of(1, 1)))).isTrue();
        assertThat(marks.all()).isEqualTo(Map.of(ONE, Zxid.of(3, 6), TWO, Zxid.of(1, 1)));
    }
}
