package io.tapio.front;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RareLogTest {
    private static final InetSocketAddress SOMEBODY = new InetSocketAddress("127.0.0.1", 5);

    private long nowMs = 1;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final RareLog log = new RareLog(logger(), () -> nowMs);

    private Logger logger() {
        Logger logger = new LoggerContext().getLogger("front");
        logger.addAppender(lines);
        lines.start();
        return logger;
    }

    private List<String> lines() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aReasonIsWrittenOnceInTenSecondsWithTheNumberLeftOut() {
        log.warn("bad frame", SOMEBODY, "length=-1");
        log.warn("bad frame", SOMEBODY, "length=-2");
        log.warn("other", SOMEBODY, "");
        nowMs += 9_999;
        log.warn("bad frame", SOMEBODY, "length=-3");
        nowMs += 1;
        log.warn("bad frame", SOMEBODY, "length=-4");

        assertThat(lines())
                .containsExactly(
                        "bad frame: remote=/127.0.0.1:5 length=-1",
                        "other: remote=/127.0.0.1:5 ",
                        "bad frame: remote=/127.0.0.1:5 length=-4 and 2 more since the last line");
        assertThat(log.counts()).containsEntry("bad frame", 4L).containsEntry("other", 1L);
    }

    @Test
    void reasonsWithoutNumberTakeRoomWithABound() {
        for (int i = 0; i < 1_000; i++) {
            log.warn("reason " + i, SOMEBODY, "");
        }

        assertThat(log.counts()).hasSizeLessThan(70).containsEntry("other reasons", 936L);
        assertThat(lines()).hasSizeLessThan(70);
    }
}
