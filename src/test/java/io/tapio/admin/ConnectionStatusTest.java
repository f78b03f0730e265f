package io.tapio.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.SessionId;
import io.tapio.wire.OpCode;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ConnectionStatusTest {
    private static final long NOON_MS = 1_795_521_600_000L; // 24 November 2026
    private static final ConnectionStatus.Talk TALK =
            new ConnectionStatus.Talk(
                    new SessionId(0x1000025f24e0000L), OpCode.EXISTS, 5, 0x25, 777, 3, 0, 9, 25);

    private static ConnectionStatus connection(
            String host, int timeoutMs, Optional<ConnectionStatus.Talk> talk) {
        return new ConnectionStatus(
                new InetSocketAddress(host, 34476), 1, 2, 6, 4, 555, timeoutMs, 1_200, talk);
    }

    @Test
    void one_with_a_session_tells_all_of_it() {
        var connection = connection("127.0.0.1", 30_000, Optional.of(TALK));

        assertThat(Texts.of(connection::writeFull))
                .isEqualTo(
                        " /127.0.0.1:34476[1](queued=2,recved=6,sent=4,sid=0x1000025f24e0000,"
                                + "lop=EXIS,est=555,to=30000,lcxid=0x5,lzxid=0x25,lresp=777,"
                                + "llat=3,minlat=0,avglat=9,maxlat=25)\n");
    }

    @Test
    void stat_is_brief_about_it() {
        var connection = connection("127.0.0.1", 30_000, Optional.of(TALK));

        assertThat(Texts.of(connection::writeBrief))
                .isEqualTo(" /127.0.0.1:34476[1](queued=2,recved=6,sent=4)\n");
    }

    @Test
    void one_without_a_session_has_no_more_to_tell() {
        var connection = connection("::1", 0, Optional.empty());

        assertThat(Texts.of(connection::writeFull))
                .isEqualTo(" /[0:0:0:0:0:0:0:1]:34476[1](queued=2,recved=6,sent=4)\n");
    }

    @Test
    void one_that_has_done_nothing_since_the_reset_shows_no_xid() {
        var idle =
                new ConnectionStatus.Talk(new SessionId(0x7), OpCode.ERROR, -1, -1, 0, 0, 0, 0, 0);

        assertThat(Texts.of(connection("127.0.0.1", 4_000, Optional.of(idle))::writeFull))
                .endsWith(
                        ",sid=0x7,lop=NA,est=555,to=4000,lzxid=0xffffffffffffffff,lresp=0,"
                                + "llat=0,minlat=0,avglat=0,maxlat=0)\n");
    }

    @Test
    void dump_says_when_connections_will_have_been_silent_for_too_long() {
        var sets = new ExpirySets<String>();
        connection("127.0.0.1", 30_000, Optional.of(TALK)).addTo(sets, 10_000, NOON_MS);
        connection("127.0.0.2", 0, Optional.empty()).addTo(sets, 10_000, NOON_MS);
        connection("127.0.0.3", 0, Optional.empty()).addTo(sets, 10_000, NOON_MS);

        assertThat(Texts.of(out -> sets.write("Connections", ZoneId.of("UTC"), it -> it, out)))
                .isEqualTo(
                        """
                        Connections Sets (2)/(3):
                        2 expire at Tue Nov 24 12:00:09 UTC 2026:
                        \tip: /127.0.0.2:34476 sessionId: 0x0
                        \tip: /127.0.0.3:34476 sessionId: 0x0
                        1 expire at Tue Nov 24 12:00:29 UTC 2026:
                        \tip: /127.0.0.1:34476 sessionId: 0x1000025f24e0000
                        """);
    }
}
