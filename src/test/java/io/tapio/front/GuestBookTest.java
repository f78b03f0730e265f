package io.tapio.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.front.FrontSettings.Admission;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

final class GuestBookTest {
    private static final InetAddress ONE = address("10.0.0.1");
    private static final InetAddress OTHER = address("fe80::2");

    /** An address by its digits, which asks no name server. */
    private static InetAddress address(String digits) {
        return new InetSocketAddress(digits, 1).getAddress();
    }

    @Test
    void eachHostHasItsOwnLimit() {
        GuestBook guests = new GuestBook(new Admission(0, 2), 100);

        assertThat(guests.admit(ONE)).isEmpty();
        assertThat(guests.admit(ONE)).isEmpty();
        assertThat(guests.admit(ONE)).contains("too many connections from one host");
        assertThat(guests.admit(OTHER)).isEmpty();
        assertThat(guests.present()).isEqualTo(3);
    }

    @Test
    void whoLeavesMakesRoom() {
        GuestBook guests = new GuestBook(new Admission(2, 2), 100);
        guests.admit(ONE);
        guests.admit(OTHER);

        assertThat(guests.admit(OTHER)).contains("too many connections");
        guests.left(ONE);

        assertThat(guests.admit(OTHER)).isEmpty();
    }
}
