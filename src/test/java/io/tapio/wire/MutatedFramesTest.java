package io.tapio.wire;

import static io.tapio.wire.Hex.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tapio.faults.Fault;
import io.tapio.jute.JuteReader;
import io.tapio.jute.MalformedInput;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever a client sends, reading it ends in a request or in MalformedInput, and soon. */
class MutatedFramesTest {
    private static final int CASES = 100_000;
    private static final long SEED = 20_262;

    /** Small lies, large ones, and those that overflow when added to something. */
    private static final int[] LIES = {
        -2,
        -1,
        0,
        1,
        7,
        255,
        4096,
        1 << 20,
        1 << 30,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE - 3,
        Integer.MIN_VALUE
    };

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final RandomRequests requests = new RandomRequests(random);

    @Test
    @Fault("F96")
    void aMutatedRequestIsReadOrRefused() {
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            int opCode = requests.opCode();
            byte[] body = mutated(opCode);
            if (!reads(opCode, body)) refused++;
        }

        // Otherwise the mutations were not worth their name, or too much so.
        assertThat(refused).isBetween(CASES / 10, CASES * 9 / 10);
    }

    @Test
    @Fault("F96")
    void aBodyUnderAnyOpcodeIsReadOrRefused() {
        for (int i = 0; i < CASES; i++) {
            reads(random.nextInt(-20, 120), mutated(requests.opCode()));
        }
    }

    @Test
    void aHandshakeIsReadOrRefused() {
        for (int i = 0; i < CASES; i++) {
            byte[] body = new byte[random.nextInt(60)];
            if (random.nextBoolean()) random.nextBytes(body);
            lie(body);
            try {
                ConnectRequest.read(new JuteReader(body, 0, body.length));
            } catch (MalformedInput expected) {
                continue;
            }
        }
    }

    @Test
    @Fault("F97")
    void noLengthIsBelievedBeforeItsBytesAreThere() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int opCode : RandomRequests.OP_CODES) {
            for (int lie : LIES) {
                byte[] body =
                        written(out -> out.int64(0).int32(lie).int32(lie).int32(lie)).toArray();
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int skip = 0; skip < 12; skip += 4) {
                    reads(opCode, Arrays.copyOfRange(body, skip, body.length));
                }

                assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                        .as("opcode %d, length %d", opCode, lie)
                        .isLessThan(256 << 10);
            }
        }
    }

    private byte[] mutated(int opCode) {
        byte[] body = written(out -> RequestCodec.write(requests.of(opCode), out)).toArray();
        if (body.length == 0) return body;

        return switch (random.nextInt(4)) {
            case 0 -> flipped(body);
            case 1 -> Arrays.copyOf(body, random.nextInt(body.length));
            case 2 -> lie(body);
            default -> flipped(lie(flipped(body)));
        };
    }

    private byte[] flipped(byte[] body) {
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return body;
    }

    /** Overwrites four bytes, which may well be somebody's length. */
    private byte[] lie(byte[] body) {
        if (body.length < 4) return body;

        int at = random.nextInt(body.length - 3);
        int lie = LIES[random.nextInt(LIES.length)];
        for (int i = 0; i < 4; i++) {
            body[at + i] = (byte) (lie >>> (24 - 8 * i));
        }
        return body;
    }

    private static boolean reads(int opCode, byte[] body) {
        try {
            RequestCodec.read(opCode, new JuteReader(body, 0, body.length));
            return true;
        } catch (MalformedInput expected) {
            return false;
        }
    }
}
