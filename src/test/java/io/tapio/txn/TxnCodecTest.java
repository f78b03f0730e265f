package io.tapio.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.Invariant;
import io.tapio.model.KeeperError;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TxnCodecTest {
    private static final TxnHeader HEADER =
            new TxnHeader(new SessionId(0x0100_0000_0000_0007L), 5, Zxid.of(2, 9), 1_000, 1);

    @Test
    void everyKindComesBackAsItWent() {
        var txns = new RandomTxns(new SplittableRandom(20_264));
        for (int kind = 0; kind < RandomTxns.KINDS; kind++) {
            for (int i = 0; i < 1_000; i++) {
                Txn txn = txns.ofKind(kind);
                TxnHeader header = txns.header();
                JuteReader in = new JuteReader(written(header, txn));

                assertThat(TxnCodec.read(in)).isEqualTo(new TxnCodec.Decoded(header, txn));
                assertThat(in.remaining()).isZero();
            }
        }
    }

    /** These bytes are on disks: a change of them is a new format. */
    @Test
    void theBytesOfEveryKindStayAsTheyAre() {
        Bytes a = Bytes.utf8("/a");
        String path = "000000022f61";

        assertEncoded(
                new Txn.NodeCreated(a, Bytes.utf8("x"), Acl.OPEN, 7, 3),
                "01"
                        + path
                        + "0000000178"
                        + "000000010000001f00000005776f726c6400000006616e796f6e65"
                        + "000000000000000700000003");
        assertEncoded(new Txn.NodeDeleted(a), "02" + path);
        assertEncoded(new Txn.DataSet(a, Bytes.ABSENT, 4), "03" + path + "ffffffff00000004");
        assertEncoded(new Txn.AclSet(a, Acl.EMPTY, 2), "04" + path + "0000000000000002");
        assertEncoded(new Txn.VersionChecked(a), "05" + path);
        assertEncoded(new Txn.SessionCreated(30_000), "0600007530");
        assertEncoded(new Txn.SessionClosed(List.of(a)), "0700000001" + path);
        assertEncoded(new Txn.Refused(KeeperError.NO_NODE), "08ffffff9b");
        assertEncoded(
                new Txn.Multi(List.of(new Txn.Part(2, new Txn.NodeDeleted(a)))),
                "09000000010000000202" + path);
    }

    @Test
    void anUnknownKindIsMalformed() {
        for (int kind : new int[] {0, 10, 127, -1}) {
            assertMalformed(body(out -> out.int8((byte) kind).int32(0).int32(0).int32(0)));
        }
    }

    @Test
    void anUnknownErrorIsMalformed() {
        assertMalformed(body(out -> out.int8((byte) 8).int32(-4711)));
    }

    @Test
    void aMultiInsideAMultiIsMalformed() {
        assertMalformed(body(out -> out.int8((byte) 9).int32(1).int32(14).int8((byte) 9).int32(0)));
    }

    @Test
    void aMultiInsideAMultiIsNotWritten() {
        var nested = new Txn.Multi(List.of(new Txn.Part(14, new Txn.Multi(List.of()))));

        assertThatThrownBy(() -> written(HEADER, nested)).isInstanceOf(Invariant.Broken.class);
    }

    @Test
    void mutatedEntriesAreReadOrRefused() {
        var random = new SplittableRandom(20_265);
        var txns = new RandomTxns(random);
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] entry = written(txns.header(), txns.any()).toArray();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                entry[random.nextInt(entry.length)] ^= (byte) (1 << random.nextInt(8));
            }
            int length = random.nextBoolean() ? entry.length : random.nextInt(entry.length);
            try {
                TxnCodec.read(new JuteReader(entry, 0, length));
            } catch (MalformedInput expected) {
                refused++;
            }
        }

        assertThat(refused).isBetween(10_000, 90_000);
    }

    private static void assertEncoded(Txn txn, String hex) {
        String header =
                "0100000000000007"
                        + "00000005"
                        + "0000000200000009"
                        + "00000000000003e8"
                        + "00000001";

        assertThat(HexFormat.of().formatHex(written(HEADER, txn).toArray()))
                .isEqualTo(header + hex);
    }

    private static void assertMalformed(Bytes entry) {
        assertThatThrownBy(() -> TxnCodec.read(new JuteReader(entry)))
                .isInstanceOf(MalformedInput.class);
    }

    private static Bytes body(Consumer<JuteWriter> write) {
        var out = new JuteWriter(64);
        HEADER.write(out);
        write.accept(out);
        return out.toBytes();
    }

    private static Bytes written(TxnHeader header, Txn txn) {
        var out = new JuteWriter(16);
        TxnCodec.write(header, txn, out);
        return out.toBytes();
    }
}
