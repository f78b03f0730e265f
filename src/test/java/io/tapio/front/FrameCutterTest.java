package io.tapio.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.jute.JuteWriter;
import io.tapio.wire.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FrameCutterTest {
    private final FrameCutter cutter = new FrameCutter(1000);
    private final List<String> frames = new ArrayList<>();
    private CutFrame rest;

    private void feed(byte[] bytes) {
        Frames cut = cutter.cut(rest, ByteBuffer.wrap(bytes));
        rest = cutter.rest();
        for (int i = 0; cut != null && i < cut.count(); i++) {
            frames.add(new String(cut.array(), cut.start(i), cut.length(i)));
        }
    }

    private static byte[] stream(String... contents) {
        JuteWriter out = new JuteWriter(64);
        for (String content : contents) {
            out.ustring(content);
        }
        return out.toBytes().toArray();
    }

    @Test
    void aStreamCutAnywhereGivesTheSameFrames() {
        Random random = new Random(7);
        String[] contents = {"", "a", "", "four", "x".repeat(300), "end"};
        byte[] stream = stream(contents);

        for (int trial = 0; trial < 5_000; trial++) {
            frames.clear();
            for (int at = 0; at < stream.length; ) {
                int to = Math.min(stream.length, at + 1 + random.nextInt(trial % 40 + 1));
                feed(Arrays.copyOfRange(stream, at, to));
                at = to;
            }

            assertThat(frames).containsExactly(contents);
            assertThat(rest).isNull();
        }
    }

    @Test
    void framesOfOneReadShareAnArrayWithoutRoomToSpare() {
        byte[] stream = stream("one", "two");

        Frames cut = cutter.cut(null, ByteBuffer.wrap(stream));

        assertThat(cut.count()).isEqualTo(2);
        assertThat(cut.array()).hasSize(stream.length);
    }

    @Test
    void framesBeforeAnImpossibleLengthAreGiven() {
        feed(new JuteWriter(64).ustring("good").int32(1001).int32(0).toBytes().toArray());

        assertThat(frames).containsExactly("good");
        assertThat(cutter.isMalformed()).isTrue();
        assertThat(cutter.malformedLength()).isEqualTo(1001);
    }

    @Test
    void anImpossibleLengthThatComesInPiecesIsFound() {
        byte[] length = new JuteWriter(4).int32(-5).toBytes().toArray();

        feed(Arrays.copyOfRange(length, 0, 3));
        assertThat(cutter.isMalformed()).isFalse();
        feed(Arrays.copyOfRange(length, 3, 4));

        assertThat(cutter.isMalformed()).isTrue();
    }

    @Test
    void theLongestFrameIsTakenAndOneByteMoreIsNot() {
        feed(stream("x".repeat(1000)));
        assertThat(frames.getFirst()).hasSize(1000);
        assertThat(cutter.isMalformed()).isFalse();

        feed(stream("x".repeat(1001)));
        assertThat(cutter.isMalformed()).isTrue();
    }

    @Test
    @Fault({"F93", "F95"})
    void aFrameThatWasAnnouncedCostsNoMoreThanWhatCame() {
        FrameCutter liberal = new FrameCutter(Integer.MAX_VALUE - 8);
        byte[] start = new JuteWriter(64).int32(Integer.MAX_VALUE - 8).int32(1).toBytes().toArray();
        List<CutFrame> cuts = new ArrayList<>();

        for (int i = 0; i < 10_000; i++) { // 20 terabytes were announced
            liberal.cut(null, ByteBuffer.wrap(start));
            cuts.add(liberal.rest());
        }

        assertThat(cuts).hasSize(10_000).doesNotContainNull();
    }
}
