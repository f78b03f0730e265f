package io.tapio.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {
    private final SplittableRandom random = new SplittableRandom(20_267);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.3.4",
                "0.0.0.0",
                "255.255.255.255",
                "010.001.000.009",
                "1.2.3.4/0",
                "1.2.3.4/32",
                "::",
                "::1",
                "1::",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "FE80::AbCd",
                "fe80::1%eth0",
                "::ffff:1.2.3.4",
                "1::1.2.3.4",
                "1:2:3:4:5:6:1.2.3.4",
                "::/0",
                "::/128",
                "2001:db8::/32"
            })
    void thisIsAnAddressOrABlock(String text) {
        assertThat(IpPrefix.parse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/",
                "1",
                "1.2",
                "1.2.3",
                "1.2.3.",
                ".1.2.3",
                "1.2.3.4.",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.0004",
                "1.2.3.-4",
                "1.2.3.+4",
                "1.2.3.a",
                "1..3.4",
                "1.2.3.4 ",
                "1.2.3.4/",
                "1.2.3.4/33",
                "1.2.3.4/-1",
                "1.2.3.4/a",
                "1.2.3.4/8/8",
                "1.2.3.4/0008",
                ":",
                ":::",
                "1:",
                ":1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "1::2::3",
                "12345::",
                "g::",
                "::1.2.3",
                "1.2.3.4::",
                "1.2.3.4::1",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::/129",
                "::/",
                "::ffff:1.2.3.4/33",
                "localhost",
                "example.com",
                "١.2.3.4",
                "::١"
            })
    void thisIsNone(String text) {
        assertThat(IpPrefix.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.9.9.9/8, 10.1.1.1, true",
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "10.0.0.0/31, 10.0.0.1, true",
        "10.0.0.0/31, 10.0.0.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "1:2:3:4::/64, 1:2:3:4:ffff::, true",
        "1:2:3:4::/65, 1:2:3:4:7fff::, true",
        "1:2:3:4::/65, 1:2:3:4:8000::, false",
        "1:2:3:4:5:6:7:8/127, 1:2:3:4:5:6:7:9, true",
        "fe80::1, fe80:0:0:0:0:0:0:1%eth0, true",
        "same-nonsense, same-nonsense, true",
        "nonsense, 10.0.0.1, false",
    })
    void aBlockHasTheAddressesThatBeginLikeIt(String block, String address, boolean has) {
        assertThat(IpPrefix.matches(block, address)).isEqualTo(has);
    }

    @Test
    void everyAddressIsReadAsTheJdkReadsIt() throws UnknownHostException {
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            // Runs of zeros are where the short form matters.
            for (int zeros = random.nextInt(8); bytes.length == 16 && zeros > 0; zeros--) {
                bytes[random.nextInt(16)] = 0;
            }
            String text = InetAddress.getByAddress(bytes).getHostAddress();

            assertThat(bytesOf(IpAddress.parse(text).orElseThrow())).isEqualTo(bytes);
            assertThat(IpAddress.parse(shortened(text))).isEqualTo(IpAddress.parse(text));
        }
    }

    @Test
    void everyBlockHasWhatArithmeticSays() throws UnknownHostException {
        for (int i = 0; i < 20_000; i++) {
            int length = random.nextBoolean() ? 4 : 16;
            byte[] base = new byte[length];
            random.nextBytes(base);
            byte[] other = base.clone();
            other[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
            int bits = random.nextInt(8 * length + 1);
            var difference = new BigInteger(1, base).xor(new BigInteger(1, other));
            boolean has = difference.shiftRight(8 * length - bits).signum() == 0;

            String block = InetAddress.getByAddress(base).getHostAddress() + "/" + bits;
            assertThat(IpPrefix.matches(block, InetAddress.getByAddress(other).getHostAddress()))
                    .as("%s, %d bits differ", block, difference.bitCount())
                    .isEqualTo(has);
        }
    }

    @Test
    void anyTextIsReadWithoutTrouble() {
        String alphabet = "0123456789abf:./%g:::...";
        for (int i = 0; i < 200_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Optional<IpAddress> address = IpAddress.parse(text.toString());
            address.ifPresent(ip -> assertThat(ip.width()).isIn(32, 128));
        }
    }

    private static String shortened(String v6) {
        return v6.replaceFirst("(^|:)0(:0)+(:|$)", "::");
    }

    private static byte[] bytesOf(IpAddress ip) {
        byte[] bytes = new byte[ip.width() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((i < 8 ? ip.high() : ip.low()) >>> (56 - 8 * (i % 8)));
        }
        return bytes;
    }
}
