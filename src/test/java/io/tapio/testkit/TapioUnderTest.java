package io.tapio.testkit;

import io.tapio.Server;
import io.tapio.StartFailure;
import io.tapio.config.ConfigError;
import io.tapio.config.TapioConfig;
import io.tapio.config.ZooCfg;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** A Tapio server inside this JVM, on a free port of the loopback address. */
public final class TapioUnderTest implements ServerUnderTest {
    private final Server server;

    private TapioUnderTest(Server server) {
        this.server = server;
    }

    /** Data goes below {@code dir}; {@code options} are further lines of {@code zoo.cfg}. */
    public static TapioUnderTest start(Path dir, Map<String, String> options) {
        var text = new StringBuilder();
        text.append("tickTime=").append(ApacheServer.TICK_TIME_MS).append('\n');
        text.append("dataDir=").append(dir.toAbsolutePath()).append('\n');
        text.append("clientPort=0\nclientPortAddress=127.0.0.1\nmaxClientCnxns=0\n");
        text.append("preAllocSize=1024\nextendedTypesEnabled=true\n");
        text.append("DigestAuthenticationProvider.superDigest=")
                .append(ApacheServer.SUPER_DIGEST)
                .append('\n');
        options.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        try {
            var loaded =
                    TapioConfig.load(ZooCfg.parse("test.cfg", text.toString()), new Properties());
            return new TapioUnderTest(Server.start(loaded.config()));
        } catch (ConfigError | StartFailure failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public InetSocketAddress address() {
        return server.addresses().getFirst();
    }

    @Override
    public void close() {
        server.close();
    }
}
