package io.tapio.jute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.model.Bytes;
import org.junit.jupiter.api.Test;

final class JuteWriterTest {
    private static final int COPIED_MAX = 16;

    private final JuteWriter out = new JuteWriter(8);

    @Test
    void whatIsTakenIsNotTouchedByWhatFollows() {
        Bytes first = out.int32(1).take(COPIED_MAX);
        Bytes second = out.int32(2).take(COPIED_MAX);

        assertThat(first.array()).containsExactly(0, 0, 0, 1);
        assertThat(second.array()).containsExactly(0, 0, 0, 2);
    }

    @Test
    void whatIsLongLeavesNoLongArrayBehind() {
        Bytes first = out.raw(new byte[100], 0, 100).take(COPIED_MAX);
        Bytes second = out.int32(2).take(COPIED_MAX);

        assertThat(first).isEqualTo(Bytes.wrap(new byte[100]));
        assertThat(out.array()).hasSize(COPIED_MAX);
        assertThat(second.array()).containsExactly(0, 0, 0, 2);
    }

    @Test
    void aBoundHoldsThoughTheArrayIsLonger() {
        out.int64(0).int64(0).truncate(0);
        out.bound(6);

        assertThatThrownBy(() -> out.int64(0)).isInstanceOf(OverlongOutput.class);
        out.int32(1);
        assertThat(out.length()).isEqualTo(4);
        out.bound(12);
        out.int64(0);
        assertThat(out.length()).isEqualTo(12);
    }
}
