package io.tapio;

import io.tapio.config.ConfigError;
import io.tapio.config.TapioConfig;
import io.tapio.config.ZooCfg;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.SessionId;
import io.tapio.wire.ConnectRequest;
import io.tapio.wire.OpCode;
import io.tapio.wire.Request;
import io.tapio.wire.RequestCodec;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * {@code tapio rehearse}: a short life of a server in a folder of its own, from which the JVM
 * learns what a real one needs at its start (the cache of JDK 25 and later). Leaves nothing behind.
 */
final class RehearseCommand {
    private static final int ROUNDS = 200;
    private static final int TIMEOUT_MS = 10_000;
    private static final Bytes PATH = Bytes.utf8("/rehearsal");

    private RehearseCommand() {}

    static int run() {
        try {
            Path folder = Files.createTempDirectory("tapio-rehearsal");
            try {
                rehearse(folder);
            } finally {
                delete(folder);
            }
            return ExitCode.OK;
        } catch (IOException | ConfigError | StartFailure failure) {
            System.err.println("the rehearsal failed: " + failure.getMessage());
            return ExitCode.FAILED;
        }
    }

    private static void rehearse(Path folder) throws IOException, ConfigError, StartFailure {
        String text = "dataDir=" + folder + "\nclientPort=0\nclientPortAddress=127.0.0.1\n";
        var loaded = TapioConfig.load(ZooCfg.parse("rehearsal", text), new Properties());
        try (var server = Server.start(loaded.config());
                var socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(server.addresses().getFirst(), TIMEOUT_MS);
            converse(socket.getOutputStream(), new DataInputStream(socket.getInputStream()));
        }
    }

    private static void converse(OutputStream out, DataInputStream in) throws IOException {
        var handshake =
                new ConnectRequest(0, 0, TIMEOUT_MS, SessionId.NONE, Bytes.EMPTY, false, true);
        var hello = new JuteWriter(64);
        int mark = hello.beginFrame();
        handshake.write(hello);
        hello.endFrame(mark);
        exchange(hello, out, in);
        for (int i = 0; i < ROUNDS; i++) {
            ask(OpCode.CREATE, new Request.Create(PATH, Bytes.EMPTY, Acl.OPEN, 0), out, in);
            ask(OpCode.SET_DATA, new Request.SetData(PATH, PATH, -1), out, in);
            ask(OpCode.GET_DATA, new Request.GetData(PATH, false), out, in);
            ask(OpCode.EXISTS, new Request.Exists(PATH, false), out, in);
            ask(OpCode.GET_CHILDREN2, new Request.GetChildren2(PATH, false), out, in);
            ask(OpCode.DELETE, new Request.Delete(PATH, -1), out, in);
            ask(OpCode.PING, new Request.Ping(), out, in);
        }
        ask(OpCode.CLOSE_SESSION, new Request.CloseSession(), out, in);
    }

    private static void ask(int opCode, Request request, OutputStream out, DataInputStream in)
            throws IOException {
        var frame = new JuteWriter(128);
        int mark = frame.beginFrame();
        frame.int32(1).int32(opCode);
        RequestCodec.write(request, frame);
        frame.endFrame(mark);
        exchange(frame, out, in);
    }

    private static void exchange(JuteWriter frame, OutputStream out, DataInputStream in)
            throws IOException {
        out.write(frame.array(), 0, frame.length());
        in.skipNBytes(in.readInt());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
