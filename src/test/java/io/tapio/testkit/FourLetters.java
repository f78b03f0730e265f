package io.tapio.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a server in four letters, as {@code nc} does. */
public final class FourLetters {
    private static final int PATIENCE_MS = 10_000;

    private FourLetters() {}

    /** All that comes until the server closes the connection; every char of the word is a byte. */
    public static String ask(InetSocketAddress server, String word) {
        try (var socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.connect(server, PATIENCE_MS);
            socket.getOutputStream().write(word.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("no answer to " + word, e);
        }
    }
}
