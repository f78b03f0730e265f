package io.tapio.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.auth.Identity;
import io.tapio.auth.Requester;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.model.KeeperError;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.wire.Frames;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrandCodecTest {
    private static final SessionId SESSION = new SessionId(0x1234_5678_9abcL);

    private static final Requester WHO =
            new Requester(List.of(Identity.ip("10.0.0.7"), new Identity("digest", "ann:x")));

    static Stream<Errand> plainErrands() {
        return Stream.of(
                new Errand.Open(7, SESSION, 30_000),
                new Errand.Attach(8, SESSION, 4_000),
                new Errand.Detach(9),
                new Errand.Sync(10),
                new Errand.Touched(List.of(SESSION, new SessionId(-1))),
                new Errand.Attached(11, 5_000, Zxid.of(3, 4)),
                new Errand.Unknown(12),
                new Errand.Refused(13, -7, KeeperError.SYSTEM_ERROR, Zxid.of(5, 6)),
                new Errand.TurnedAway(14),
                new Errand.Moved(15),
                new Errand.Synced(16, Zxid.of(7, 8)));
    }

    @ParameterizedTest
    @MethodSource("plainErrands")
    void whatIsWrittenIsRead(Errand errand) {
        assertThat(ErrandCodec.read(ErrandCodec.write(errand))).isEqualTo(errand);
    }

    @Test
    void requestsComeWithWhoAsksAndEveryFrame() {
        byte[] array = {0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 9, 8, 7, 6, 5, 4, 3, 2, 1};
        var frames = new Frames(array, 2);
        frames.add(2, 10);
        frames.add(11, 20);

        var read =
                (Errand.Requests)
                        ErrandCodec.read(ErrandCodec.write(new Errand.Requests(3, WHO, frames)));

        assertThat(read.conversation()).isEqualTo(3);
        assertThat(read.requester()).isEqualTo(WHO);
        assertThat(bytes(read.frames(), 0)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(bytes(read.frames(), 1)).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
        assertThat(read.frames().count()).isEqualTo(2);
    }

    private static byte[] bytes(Frames frames, int i) {
        return Arrays.copyOfRange(frames.array(), frames.start(i), frames.end(i));
    }

    @ParameterizedTest
    @MethodSource("plainErrands")
    void whatIsCutShortIsRefused(Errand errand) {
        Bytes whole = ErrandCodec.write(errand);
        for (int length = 0; length < whole.length(); length++) {
            Bytes part = whole.slice(0, length);
            assertThatThrownBy(() -> ErrandCodec.read(part)).isInstanceOf(MalformedInput.class);
        }
    }

    @Test
    void anErrorOfALaterVersionIsMalformed() {
        var refused = new Errand.Refused(13, -7, KeeperError.SYSTEM_ERROR, Zxid.of(5, 6));
        byte[] bytes = ErrandCodec.write(refused).toArray();
        bytes[16] = 0x7f; // the first byte of the code

        assertThatThrownBy(() -> ErrandCodec.read(Bytes.wrap(bytes)))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("no error has code");
    }

    @Test
    void aRequestWithoutAHeaderIsMalformed() {
        for (int length = 0; length < 8; length++) {
            var frames = new Frames(new byte[16], 2);
            frames.add(0, 8);
            frames.add(8, 8 + length);
            Bytes bytes = ErrandCodec.write(new Errand.Requests(3, WHO, frames));

            assertThatThrownBy(() -> ErrandCodec.read(bytes))
                    .isInstanceOf(MalformedInput.class)
                    .hasMessageContaining("without a header");
        }
    }
}
