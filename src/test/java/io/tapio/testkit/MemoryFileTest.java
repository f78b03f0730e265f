package io.tapio.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryFileTest {
    private static final int MOST_BYTES = 40_000;

    private final MemoryFile file = new MemoryFile();

    @Test
    void whatWasForcedIsAllThatOutlivesTheMachine() {
        write(bytes(1, 6000), 0);
        file.force();
        write(bytes(2, 3000), 5000);

        file.forget();

        assertThat(content()).isEqualTo(bytes(1, 6000));
    }

    @Test
    void aFileThatWasNeverForcedIsEmptyThen() {
        write(bytes(1, 10), 0);

        file.forget();

        assertThat(file.size()).isZero();
    }

    /** Against two arrays: one for what is there, one for what was forced. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itAlwaysHoldsWhatAnArrayWould(long seed) {
        var random = new Random(seed);
        byte[] now = new byte[0];
        byte[] forced = new byte[0];
        for (int i = 0; i < 400; i++) {
            switch (random.nextInt(8)) {
                case 0 -> {
                    file.force();
                    forced = now;
                }
                case 1 -> {
                    file.forget();
                    now = forced;
                }
                case 2 -> {
                    int size = random.nextInt(now.length + 1);
                    file.truncate(size);
                    now = Arrays.copyOf(now, size);
                }
                default -> {
                    byte[] some = bytes(random.nextInt(3), random.nextInt(9000));
                    int at = random.nextInt(MOST_BYTES - some.length);
                    write(some, at);
                    now = Arrays.copyOf(now, Math.max(now.length, at + some.length));
                    System.arraycopy(some, 0, now, at, some.length);
                }
            }
            assertThat(content()).isEqualTo(now);
        }
    }

    private static byte[] bytes(int value, int count) {
        byte[] all = new byte[count];
        Arrays.fill(all, (byte) value);
        return all;
    }

    private void write(byte[] bytes, long at) {
        file.write(ByteBuffer.wrap(bytes), at);
    }

    private byte[] content() {
        ByteBuffer all = ByteBuffer.allocate((int) file.size());
        while (all.hasRemaining()) assertThat(file.read(all, all.position())).isPositive();
        return all.array();
    }
}
