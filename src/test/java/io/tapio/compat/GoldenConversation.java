package io.tapio.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.RawClient;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection on which bytes are said and expected in hexadecimal, blanks for the eye. What
 * differs from run to run has a name in angle brackets: {@code <id>} (8 bytes) and {@code <pw>}
 * (16) are learned where they are first heard and must be the same ever after, {@code <time>} (8)
 * may be any moment of this century, and {@code <z5>} (8) is the zxid that is 5 on a server whose
 * first is 1.
 */
final class GoldenConversation implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("<([a-z]+)(\\d*)>");
    private static final String GOODBYE = "00000008 7fffffff fffffff5";
    private static final long YEAR_2000_MS = 946_684_800_000L;
    private static final long YEAR_2100_MS = 4_102_444_800_000L;

    private final RawClient client;
    private final Map<String, String> learned = new HashMap<>();

    GoldenConversation(InetSocketAddress server) {
        client = RawClient.open(server);
    }

    GoldenConversation say(String bytes) {
        client.sendBytes(HexFormat.of().parseHex(filledIn(bytes, "")));
        return this;
    }

    /** The next frame, its length included, is this. */
    GoldenConversation hear(String expected) {
        String heard =
                client.readFrame()
                        .map(f -> "%08x".formatted(f.length) + HexFormat.of().formatHex(f))
                        .orElse("the end");
        assertThat(heard).isEqualTo(filledIn(expected, heard));
        return this;
    }

    void hearTheEnd() {
        assertThat(client.readFrame().map(HexFormat.of()::formatHex)).isEmpty();
    }

    /** Ends the session, if there is still one: whoever comes next counts zxids alone. */
    @Override
    public void close() {
        say(GOODBYE);
        Optional<byte[]> rest;
        do {
            rest = client.readFrame();
        } while (rest.isPresent());
        client.close();
    }

    /**
     * The text with every name replaced by its value, which may have to be taken from the heard.
     */
    private String filledIn(String text, String heard) {
        String template = text.replace(" ", "");
        Matcher name = NAME.matcher(template);
        StringBuilder filled = new StringBuilder();
        while (name.find()) {
            name.appendReplacement(filled, "");
            int from = filled.length();
            int to = from + (name.group(1).equals("pw") ? 32 : 16);
            String there = to <= heard.length() ? heard.substring(from, to) : "";
            filled.append(value(name.group(1), name.group(2), there));
        }
        return name.appendTail(filled).toString();
    }

    private String value(String name, String number, String there) {
        return switch (name) {
            case "time" -> isAMoment(there) ? there : "(a moment in time)";
            case "z" -> zxid(Long.parseLong(number), there);
            default -> learned.computeIfAbsent(name, n -> there);
        };
    }

    private String zxid(long number, String there) {
        String first =
                learned.computeIfAbsent(
                        "z0", n -> hex(HexFormat.fromHexDigitsToLong(there) - number));
        return hex(HexFormat.fromHexDigitsToLong(first) + number);
    }

    private static boolean isAMoment(String hex) {
        if (hex.isEmpty()) return false;

        long ms = HexFormat.fromHexDigitsToLong(hex);
        return YEAR_2000_MS < ms && ms < YEAR_2100_MS;
    }

    private static String hex(long value) {
        return "%016x".formatted(value);
    }
}
