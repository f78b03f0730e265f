package io.tapio.txn;

import io.tapio.fuzz.Parser;
import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Entries of the log, as they come from disks and from other members. */
public final class TxnParsers {
    private static final Zxid FIRST = Zxid.of(3, 1);

    private TxnParsers() {}

    public static List<Parser> all() {
        return List.of(
                new Parser("entry", entries(), TxnParsers::takesEntry),
                new Parser("entries", runs(), TxnParsers::takesRun));
    }

    private static List<byte[]> entries() {
        var random = new RandomTxns(new SplittableRandom(4));
        var seeds = new ArrayList<byte[]>();
        for (int i = 0; i < 5 * RandomTxns.KINDS; i++) {
            var out = new JuteWriter(64);
            TxnCodec.write(random.header(), random.ofKind(i % RandomTxns.KINDS), out);
            seeds.add(out.toBytes().toArray());
        }
        return seeds;
    }

    private static boolean takesEntry(byte[] input) {
        try {
            TxnCodec.Decoded read = TxnCodec.read(new JuteReader(input, 0, input.length));
            var out = new JuteWriter(64);
            TxnCodec.write(read.header(), read.txn(), out);
            Parser.same(read, TxnCodec.read(new JuteReader(out.toBytes())));
            return true;
        } catch (MalformedInput refused) {
            return false;
        }
    }

    /** How many, then what they say. */
    private static List<byte[]> runs() {
        var random = new RandomTxns(new SplittableRandom(5));
        var seeds = new ArrayList<byte[]>();
        for (int count = 1; count < 8; count++) {
            var out = new JuteWriter(64).int8((byte) (count - 1));
            for (int i = 0; i < count; i++) {
                var entry = new JuteWriter(64);
                TxnCodec.write(random.header(new Zxid(FIRST.value() + i)), random.any(), entry);
                out.buffer(entry.toBytes());
            }
            seeds.add(out.toBytes().toArray());
        }
        return seeds;
    }

    private static boolean takesRun(byte[] input) {
        if (input.length == 0) return false;

        Zxid last = new Zxid(FIRST.value() + (input[0] & 0x7f));
        var encoded = Bytes.wrap(Arrays.copyOfRange(input, 1, input.length));
        try {
            var reader = new EntriesReader(new Entries(FIRST, last, encoded));
            while (reader.hasNext()) {
                Zxid next = reader.nextZxid();
                Parser.same(next, reader.next().header().zxid());
            }
            return true;
        } catch (MalformedInput refused) {
            return false;
        }
    }
}
