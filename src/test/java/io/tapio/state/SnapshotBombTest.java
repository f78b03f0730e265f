package io.tapio.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.tapio.faults.Fault;
import io.tapio.jute.JuteWriter;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A snapshot that was made to hurt is refused, and costs no more than its own bytes. */
class SnapshotBombTest {
    private static final long BYTES_MAX = 4 << 20;
    private static final int DEEP = 100_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static Bytes chunk(byte kind, Consumer<JuteWriter> content) {
        var out = new JuteWriter(64).int8(kind);
        content.accept(out);
        return out.toBytes();
    }

    private static Bytes head(int sessions) {
        return chunk(
                SnapshotFormat.HEAD,
                out -> out.int32(SnapshotFormat.VERSION).int64(7).int64(0).int32(sessions));
    }

    private static Bytes root() {
        return chunk(
                SnapshotFormat.NODES,
                out -> {
                    out.int32(1);
                    node(out, -1, "");
                });
    }

    private static void node(JuteWriter out, int parent, String name) {
        out.int8((byte) 0).int32(parent).buffer(Bytes.utf8(name)).buffer(Bytes.EMPTY);
        out.int64(1).int64(1);
    }

    private void assertRefused(Bytes... chunks) {
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(
                        () ->
                                SnapshotReader.read(
                                        List.of(chunks).iterator(), House.Settings.DEFAULT))
                .isInstanceOf(MalformedInput.class);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(BYTES_MAX);
    }

    @Test
    @Fault("F42")
    void countsWithoutContentTakeNoMemory() {
        assertRefused(head(Integer.MAX_VALUE));
        assertRefused(head(0), chunk(SnapshotFormat.NODES, out -> out.int32(Integer.MAX_VALUE)));
        assertRefused(
                head(0), root(), chunk(SnapshotFormat.END, out -> out.int32(1 << 30).int64(0)));
    }

    @Test
    @Fault("F42")
    void lengthsBeyondTheChunkAreRefused() {
        for (int length : new int[] {Integer.MAX_VALUE, 1 << 30, -2, Integer.MIN_VALUE}) {
            assertRefused(head(0), nameOf(length));
        }
    }

    private static Bytes nameOf(int length) {
        return chunk(
                SnapshotFormat.NODES, out -> out.int32(1).int8((byte) 0).int32(-1).int32(length));
    }

    @Test
    @Fault("F42")
    void aPathAsDeepAsManyZnodesIsATreeAndNoEndlessCall() {
        Bytes deep =
                chunk(
                        SnapshotFormat.NODES,
                        out -> {
                            out.int32(DEEP);
                            node(out, -1, "");
                            for (int i = 1; i < DEEP; i++) node(out, i - 1, "a");
                        });

        assertThatThrownBy(
                        () ->
                                SnapshotReader.read(
                                        List.of(head(0), deep, end()).iterator(),
                                        House.Settings.DEFAULT))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("is not the one that was written");
    }

    private static Bytes end() {
        return chunk(SnapshotFormat.END, out -> out.int32(DEEP).int64(0));
    }
}
