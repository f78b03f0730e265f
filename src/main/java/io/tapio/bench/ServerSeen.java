package io.tapio.bench;

import io.tapio.bench.client.Lost;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A server as it says of itself when asked {@code srvr}; "?" for what it does not say. */
record ServerSeen(String address, String version, String mode) {
    private static final int PATIENCE_MS = 3_000;
    private static final Pattern MODE = Pattern.compile("(?m)^Mode: (.+)$");
    private static final Pattern VERSION = Pattern.compile("(?m)^Zookeeper version: ([^,\n]+)");

    /** {@link Lost} when nobody is there, or it says that it serves nobody. */
    static ServerSeen ask(InetSocketAddress server) throws Lost {
        var name = name(server);
        if (server.isUnresolved()) throw new Lost(name + ": no such host is known");
        String says = word(server, name);
        if (says.contains("not currently serving")) {
            throw new Lost(
                    name + " answers, but serves nobody now: it may be looking for its ensemble");
        }
        return new ServerSeen(name, first(VERSION, says), first(MODE, says));
    }

    static String name(InetSocketAddress server) {
        return server.getHostString() + ":" + server.getPort();
    }

    private static String word(InetSocketAddress server, String name) throws Lost {
        try (var socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.connect(server, PATIENCE_MS);
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new Lost("%s cannot be reached: %s".formatted(name, e.getMessage()));
        }
    }

    private static String first(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        return found.find() ? found.group(1).strip() : "?";
    }
}
