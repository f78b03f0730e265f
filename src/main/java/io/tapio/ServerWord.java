package io.tapio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks a server in four letters, as operators do. */
final class ServerWord {
    private static final String MODE = "Mode: ";

    private ServerWord() {}

    static String ask(InetSocketAddress address, String word, int timeoutMs) throws IOException {
        try (var socket = new Socket()) {
            socket.setSoTimeout(timeoutMs);
            socket.connect(address, timeoutMs);
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What the server is: leader, follower and so on; empty when it does not serve. */
    static Optional<String> mode(String answer) {
        return answer.lines()
                .filter(line -> line.startsWith(MODE))
                .map(line -> line.substring(MODE.length()))
                .findFirst();
    }
}
