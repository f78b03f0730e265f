package io.tapio.jute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AclCodecTest {
    @Test
    void aListComesBackAsItWent() {
        assertRoundTrip(Acl.EMPTY);
        assertRoundTrip(Acl.OPEN);
        assertRoundTrip(Acl.READ_ONLY);
        assertRoundTrip(Acl.of(new AclEntry(5, "world", "anyone")));
        assertRoundTrip(Acl.of(new AclEntry(31, "world", "")));
        assertRoundTrip(Acl.of(new AclEntry(-1, "digest", "ä:ö"), new AclEntry(0, "ip", "::1")));
    }

    @Test
    void theUsualListsAreShared() {
        assertThat(read(written(out -> AclCodec.write(Acl.OPEN, out)))).isSameAs(Acl.OPEN);
        assertThat(read(written(out -> AclCodec.write(Acl.READ_ONLY, out))))
                .isSameAs(Acl.READ_ONLY);
        assertThat(read(written(out -> out.int32(-1)))).isSameAs(Acl.EMPTY);
    }

    @Test
    void anEqualListIsWrittenLikeTheSharedOne() {
        var equal = Acl.of(new AclEntry(31, "world", "anyone"));

        assertThat(written(out -> AclCodec.write(equal, out)))
                .isEqualTo(written(out -> AclCodec.write(Acl.OPEN, out)));
    }

    @Test
    void aTextThatIsNotThereReadsAsEmpty() {
        var acl = read(written(out -> out.int32(1).int32(31).int32(-1).int32(-1)));

        assertThat(acl).isEqualTo(Acl.of(new AclEntry(31, "", "")));
    }

    @Test
    void aCountThatTheInputCannotHoldIsMalformed() {
        for (int count : new int[] {-2, 2, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            Bytes lie = written(out -> out.int32(count).int64(0).int64(0));

            assertThatThrownBy(() -> read(lie)).isInstanceOf(MalformedInput.class);
        }
    }

    private static void assertRoundTrip(Acl acl) {
        assertThat(read(written(out -> AclCodec.write(acl, out)))).isEqualTo(acl);
    }

    private static Acl read(Bytes bytes) {
        return AclCodec.read(new JuteReader(bytes));
    }

    private static Bytes written(Consumer<JuteWriter> write) {
        var out = new JuteWriter(4);
        write.accept(out);
        return out.toBytes();
    }
}
