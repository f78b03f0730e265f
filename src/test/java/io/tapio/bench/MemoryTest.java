package io.tapio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a JVM says of its objects is understood. */
class MemoryTest {
    @Test
    void theTotalOfAHistogramIsTheLiveHeap() {
        var says =
                """
                4711:
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:           100           2400  java.lang.String (java.base@25)
                Total           123       45678901
                """;
        assertThat(Memory.parseTotal(says)).hasValue(45_678_901);
    }

    @Test
    void aProcessThatIsNoJvmHasNone() {
        assertThat(Memory.parseTotal("4711: target process is not a JVM")).isEmpty();
    }

    @Test
    void ourOwnMemoryIsMoreThanNothing() throws Exception {
        assertThat(Memory.of(ProcessHandle.current().pid()).bytes()).isPositive();
    }
}
