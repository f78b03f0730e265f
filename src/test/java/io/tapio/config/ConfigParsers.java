package io.tapio.config;

import io.tapio.fuzz.Parser;
import io.tapio.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/** What operators write. */
public final class ConfigParsers {
    /** These send a load to the network or to files. */
    private static final Set<String> ELSEWHERE =
            Set.of("clientPortAddress", "secureClientPortAddress", "dynamicConfigFile");

    /** Each line has its own reader, of the JDK's; nobody but the operator writes them. */
    private static final int BYTES_PER_BYTE = 32 << 10;

    private ConfigParsers() {}

    public static List<Parser> all() {
        return List.of(new Parser("zoo-cfg", 80, BYTES_PER_BYTE, texts(), ConfigParsers::takes));
    }

    private static List<byte[]> texts() {
        return Stream.of(
                        "tickTime=2000\ndataDir=data\nclientPort=2181\n# a comment\n",
                        "clientPort=1\ndataDir=data\nautopurge.snapRetainCount=3\n4lw.commands.whitelist=*\n",
                        "clientPort=2\ndataDir=d\\\n  ir\nsnapCount : 500\n! another\nmaxClientCnxns 60\n",
                        """
                        dataDir=data
                        initLimit=10
                        syncLimit=5
                        server.1=10.0.0.1:2888:3888;2181
                        server.2=h2:2888:3888|h3:2888:3888:participant;[::1]:2181
                        server.3=10.0.0.3:2888:3888:observer
                        group.1=1:2
                        weight.1=2
                        """,
                        "clientPort=3\ndataDir=data\nserver.1=[::1]:1:2\nfsync.warningthresholdms=\\u0031\n")
                .map(each -> each.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static boolean takes(byte[] input) {
        try {
            ZooCfg cfg = ZooCfg.parse("zoo.cfg", Bytes.wrap(input).toString());
            var settings =
                    cfg.settings().stream()
                            .filter(each -> !ELSEWHERE.contains(each.key()))
                            .toList();
            var here = new ZooCfg(cfg.fileName(), settings, cfg.warnings());
            TapioConfig.load(here, new Properties());
            return true;
        } catch (ConfigError refused) {
            if (refused.problems().isEmpty()) throw new AssertionError("refused without a reason");
            return refused.getMessage().contains("myid");
        }
    }
}
