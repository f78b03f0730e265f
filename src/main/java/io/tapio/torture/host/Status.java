package io.tapio.torture.host;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a member says of itself when asked {@code srvr}. */
public record Status(Role role, long zxid) {

    public enum Role {
        LEADER,
        FOLLOWER,
        OBSERVER,
        STANDALONE,
        /** It answers, and serves nobody. */
        LOOKING,
        /** It does not answer. */
        SILENT;

        public boolean serves() {
            return this != LOOKING && this != SILENT;
        }
    }

    private static final int PATIENCE_MS = 1_000;
    private static final Pattern MODE = Pattern.compile("(?m)^Mode: (\\w+)$");
    private static final Pattern ZXID = Pattern.compile("(?m)^Zxid: 0x([0-9a-f]+)$");

    public static Status ask(InetSocketAddress member) {
        try (var socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.connect(member, PATIENCE_MS);
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            var answer = socket.getInputStream().readAllBytes();
            return parse(new String(answer, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return new Status(Role.SILENT, 0);
        }
    }

    private static Status parse(String answer) {
        if (answer.isEmpty()) return new Status(Role.SILENT, 0);
        Matcher mode = MODE.matcher(answer);
        Matcher zxid = ZXID.matcher(answer);
        if (!mode.find()) return new Status(Role.LOOKING, 0);
        var role = role(mode.group(1));
        return new Status(role, zxid.find() ? Long.parseUnsignedLong(zxid.group(1), 16) : 0);
    }

    private static Role role(String mode) {
        return switch (mode) {
            case "leader" -> Role.LEADER;
            case "follower" -> Role.FOLLOWER;
            case "observer" -> Role.OBSERVER;
            case "standalone" -> Role.STANDALONE;
            default -> Role.LOOKING;
        };
    }
}
