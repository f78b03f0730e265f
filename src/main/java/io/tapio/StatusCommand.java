package io.tapio;

import io.tapio.config.TapioConfig;
import java.io.IOException;

/** {@code tapio status}: asks the server on the configured port how it is, in four letters. */
final class StatusCommand {
    private static final int TIMEOUT_MS = 3_000;
    private static final String NOT_SERVING = "not currently serving requests";

    private StatusCommand() {}

    static int run(TapioConfig.Loaded loaded) {
        var address = HostAndPort.reachable(loaded.config().listening().addresses().getFirst());
        String where = HostAndPort.of(address);
        try {
            String answer = ServerWord.ask(address, "srvr", TIMEOUT_MS);
            boolean serves = !answer.contains(NOT_SERVING);
            System.out.println((serves ? "serving on " : "not yet serving on ") + where);
            System.out.print(serves ? answer : "");
            return serves ? ExitCode.OK : ExitCode.FAILED;
        } catch (IOException silent) {
            System.out.println("no server answers on " + where);
            return ExitCode.FAILED;
        }
    }
}
