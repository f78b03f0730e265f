package io.tapio.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.Bytes;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class TextTest {

    @Test
    void lines_end_in_newlines() {
        var out = new Text(100).line("one").line("\t", Bytes.utf8("/zwei/√")).line("");

        assertThat(out.toString()).isEqualTo("one\n\t/zwei/√\n\n");
    }

    @Test
    void a_slice_of_a_larger_array_is_written_alone() {
        var out = new Text(100).line("=", Bytes.utf8("abcdef").slice(2, 4));

        assertThat(out.toString()).isEqualTo("=cd\n");
    }

    @Test
    @Fault("F119")
    void as_many_lines_as_fit_are_kept_and_the_others_counted() {
        var out = new Text(8).line("123").line("456").line("7").line("").line("8");

        assertThat(out.toString()).isEqualTo("123\n456\n... and 3 more lines\n");
    }

    @Test
    void what_comes_after_a_line_that_does_not_fit_is_left_out_even_if_it_would() {
        var out = new Text(8).line("123").line("much too long").line("");

        assertThat(out.toString()).isEqualTo("123\n... and 2 more lines\n");
    }

    @Test
    void many_lines_are_all_there() {
        var out = new Text(1 << 20);
        for (int i = 0; i < 10_000; i++) {
            out.line("line ", Bytes.utf8(Integer.toString(i)));
        }

        assertThat(out.toString().lines()).hasSize(10_000).last().isEqualTo("line 9999");
    }
}
