package io.tapio.clients;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Apache's own shell in a process of its own, fed with a script. */
final class ZkCli {

    /** Every command is followed by this one, whose answer marks the end of the command's own. */
    static final String MARK = "printwatches";

    private static final String MAIN = "org.apache.zookeeper.ZooKeeperMain";
    private static final int LIMIT_SECONDS = 120;

    private ZkCli() {}

    /** Commands of a script, without what is for the reader. */
    static List<String> commands(Path script, int port) throws IOException {
        try (var lines = Files.lines(script)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.replace("{PORT}", "" + port))
                    .toList();
        }
    }

    /** Runs the commands and returns all that the shell printed. */
    static String run(InetSocketAddress server, List<String> commands, Path directory)
            throws IOException, InterruptedException {
        var script = directory.resolve("script.txt");
        var output = directory.resolve("output.txt");
        Files.writeString(script, String.join("\n" + MARK + "\n", commands) + "\n");
        var command = new ArrayList<String>();
        command.add(ServerProcess.javaProgram());
        command.addAll(ServerProcess.quietFlags());
        command.addAll(List.of("-Duser.timezone=UTC", "-Duser.language=en", "-XX:+UseSerialGC"));
        command.addAll(List.of("-Dfile.encoding=UTF-8", "-XX:TieredStopAtLevel=1"));
        var logging = ApacheProcess.logging(directory.resolve("cli"), "OFF");
        command.add("-Dlogback.configurationFile=" + logging);
        // Without JLine the shell reads plain lines: no prompt, no echo, no terminal needed.
        var noJline =
                ServerProcess.classPath(
                        entry -> !entry.getFileName().toString().startsWith("jline"));
        command.addAll(List.of("-cp", noJline, MAIN, "-waitforconnection"));
        var address = server.getAddress().getHostAddress() + ":" + server.getPort();
        command.addAll(List.of("-server", address));
        var process =
                new ProcessBuilder(command)
                        .redirectInput(script.toFile())
                        .redirectOutput(output.toFile())
                        .redirectErrorStream(true)
                        .start();
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            var text = Files.readString(output, StandardCharsets.UTF_8);
            if (!ended) throw new AssertionError("the shell does not end:\n" + text);
            return text + "exit code " + process.exitValue() + "\n";
        } finally {
            process.destroyForcibly();
        }
    }
}
