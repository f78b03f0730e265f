package io.tapio.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EntriesTest {
    private static final Txn DELETED = new Txn.NodeDeleted(Bytes.utf8("/a"));

    private final SplittableRandom random = new SplittableRandom(20_266);
    private final RandomTxns txns = new RandomTxns(random);
    private final EntriesWriter writer = new EntriesWriter();

    @Test
    void aRunComesBackAsItWasGathered() {
        Zxid zxid = Zxid.of(3, 7);
        for (int run = 0; run < 100; run++) {
            var added = new ArrayList<TxnCodec.Decoded>();
            Zxid first = zxid;
            for (int i = random.nextInt(1, 40); i > 0; i--) {
                var each = new TxnCodec.Decoded(txns.header(zxid), txns.any());
                writer.add(each.header(), each.txn());
                added.add(each);
                zxid = zxid.next();
            }
            Entries entries = writer.take();

            assertThat(entries.first()).isEqualTo(first);
            assertThat(entries.count()).isEqualTo(added.size());
            assertThat(readAll(entries)).isEqualTo(added);
        }
    }

    @Test
    void aRunHasAnArrayOfJustItsSize() {
        add(1, 1);
        int bytes = writer.byteCount();
        Entries entries = writer.take();

        assertThat(entries.encoded().array()).hasSize(bytes);
    }

    @Test
    void aRunOnceTakenIsNotTouchedByTheNext() {
        add(1, 1);
        Entries entries = writer.take();
        Bytes before = Bytes.wrap(entries.encoded().toArray());
        writer.add(txns.header(Zxid.of(1, 2)), txns.any());

        assertThat(entries.encoded()).isEqualTo(before);
    }

    @Test
    void theNextRunMayBeOfAnotherEpoch() {
        add(1, 5);
        writer.take();
        assertThat(writer.isEmpty()).isTrue();

        add(2, 1);

        assertThat(writer.take().first()).isEqualTo(Zxid.of(2, 1));
    }

    @Test
    void aRunHasNoGap() {
        add(1, 1);

        assertThatThrownBy(() -> add(1, 3)).isInstanceOf(Invariant.Broken.class);
    }

    @Test
    void nothingCannotBeTaken() {
        assertThatThrownBy(writer::take).isInstanceOf(Invariant.Broken.class);
    }

    @Test
    void entriesMayBePassedOver() {
        add(1, 1);
        add(1, 2);
        var reader = new EntriesReader(writer.take());

        assertThat(reader.skip().length()).isEqualTo(32 + 1 + 6);
        assertThat(reader.nextZxid()).isEqualTo(Zxid.of(1, 2));
        assertThat(reader.next().txn()).isEqualTo(DELETED);
        assertThat(reader.hasNext()).isFalse();
        assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void anEntryOutOfPlaceIsMalformed() {
        add(1, 2);
        Entries shifted = new Entries(Zxid.of(1, 1), Zxid.of(1, 1), writer.take().encoded());

        assertThatThrownBy(() -> readAll(shifted)).isInstanceOf(MalformedInput.class);
    }

    @Test
    void bytesAfterTheLastEntryAreMalformed() {
        add(1, 1);
        add(1, 2);
        Entries shortened = new Entries(Zxid.of(1, 1), Zxid.of(1, 1), writer.take().encoded());

        assertThatThrownBy(() -> readAll(shortened)).isInstanceOf(MalformedInput.class);
    }

    @Test
    void anEntryThatDoesNotFillItsBytesIsMalformed() {
        add(1, 1);
        byte[] bytes = writer.take().encoded().toArray();
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[3]++;

        assertThatThrownBy(
                        () ->
                                readAll(
                                        new Entries(
                                                Zxid.of(1, 1), Zxid.of(1, 1), Bytes.wrap(longer))))
                .isInstanceOf(MalformedInput.class);
    }

    @Test
    void aMutatedRunIsReadOrRefused() {
        for (int i = 0; i < 20_000; i++) {
            add(1, 1);
            writer.add(txns.header(Zxid.of(1, 2)), txns.any());
            Entries good = writer.take();
            byte[] bytes = good.encoded().toArray();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                readAll(new Entries(good.first(), good.last(), Bytes.wrap(bytes)));
            } catch (MalformedInput expected) {
                continue;
            }
        }
    }

    private void add(int epoch, int counter) {
        writer.add(txns.header(Zxid.of(epoch, counter)), DELETED);
    }

    private static ArrayList<TxnCodec.Decoded> readAll(Entries entries) {
        var all = new ArrayList<TxnCodec.Decoded>();
        var reader = new EntriesReader(entries);
        while (reader.hasNext()) {
            all.add(reader.next());
        }
        return all;
    }
}
