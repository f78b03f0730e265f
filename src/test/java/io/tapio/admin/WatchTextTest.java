package io.tapio.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Bytes;
import io.tapio.model.SessionId;
import io.tapio.watch.WatchTable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class WatchTextTest {
    private static final SessionId ONE = new SessionId(0x1);
    private static final SessionId TWO = new SessionId(0x2);

    private final WatchText watches = new WatchText(new Text(1000));

    @Test
    void the_summary_has_two_lines() {
        var counts = new WatchTable.DataWatches(1, 2, 3);

        assertThat(Texts.of(out -> WatchText.writeSummary(counts, out)))
                .isEqualTo("1 connections watching 2 paths\nTotal watches:3\n");
    }

    @Test
    void each_session_is_named_once() {
        watches.bySession(ONE, Bytes.utf8("/a"));
        watches.bySession(ONE, Bytes.utf8("/b"));
        watches.bySession(TWO, Bytes.utf8("/b"));

        assertThat(watches.end()).hasToString("0x1\n\t/a\n\t/b\n0x2\n\t/b\n\n");
    }

    @Test
    void each_path_is_named_once() {
        watches.byPath(Bytes.utf8("/a"), ONE);
        watches.byPath(Bytes.utf8("/b"), ONE);
        watches.byPath(Bytes.utf8("/b"), TWO);

        assertThat(watches.end()).hasToString("/a\n\t0x1\n/b\n\t0x1\n\t0x2\n\n");
    }

    @Test
    void nobody_watching_makes_an_empty_line() {
        assertThat(watches.end()).hasToString("\n");
    }
}
