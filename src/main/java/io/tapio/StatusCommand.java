package io.tapio;

import io.tapio.config.TapioConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** {@code tapio status}: asks the server on the configured port how it is, in four letters. */
final class StatusCommand {
    private static final int TIMEOUT_MS = 3_000;

    private StatusCommand() {}

    static int run(TapioConfig.Loaded loaded) {
        InetSocketAddress address = reachable(loaded.config().listening().addresses().getFirst());
        try {
            String answer = ask(address, "srvr");
            System.out.println("serving on " + address.getHostString() + ":" + address.getPort());
            System.out.print(answer);
            return ExitCode.OK;
        } catch (IOException silent) {
            System.out.println(
                    "no server answers on " + address.getHostString() + ":" + address.getPort());
            return ExitCode.FAILED;
        }
    }

    /** A server that listens on all addresses is asked on the loopback. */
    static InetSocketAddress reachable(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
                : address;
    }

    private static String ask(InetSocketAddress address, String word) throws IOException {
        try (var socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(address, TIMEOUT_MS);
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
