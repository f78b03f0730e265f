package io.tapio.jmh;

import io.tapio.log.BareJournal;
import io.tapio.model.Bytes;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.txn.EntriesWriter;
import io.tapio.txn.Txn;
import io.tapio.txn.TxnHeader;
import io.tapio.wire.OpCode;
import io.tapio.work.UnforcedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Entries encoded and appended to a journal on disk, but for the flush; figures are of one. */
@State(Scope.Thread)
public class LogBenchmark {
    private static final int BATCH = 16;

    private static final Bytes PATH = Forest.path(7, 7);

    private final EntriesWriter entries = new EntriesWriter();
    private Zxid zxid = Zxid.of(1, 0);
    private Path directory;
    private BareJournal journal;

    @Setup(Level.Trial)
    public void open() throws IOException {
        directory = Files.createTempDirectory("tapio-jmh");
        journal = BareJournal.open(directory, new UnforcedDisk());
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        journal.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }

    @Benchmark
    public void appendOne() throws IOException {
        add(1);
        journal.append(entries.take());
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void appendSixteenAtOnce() throws IOException {
        add(BATCH);
        journal.append(entries.take());
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            zxid = zxid.next();
            entries.add(
                    new TxnHeader(new SessionId(1), i, zxid, 1, OpCode.SET_DATA),
                    new Txn.DataSet(PATH, Forest.DATA, 1));
        }
    }
}
