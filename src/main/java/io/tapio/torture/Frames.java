package io.tapio.torture;

import io.tapio.torture.history.Answer;
import io.tapio.torture.history.Call;
import io.tapio.torture.history.Event;
import io.tapio.torture.history.Result;
import io.tapio.torture.history.Stat;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Calls and answers as they go over the wire, without the length before them. Written apart from
 * the server's own codec, since what judges must not share the mistakes of what is judged.
 */
final class Frames {
    private static final String NO_PASSWORD = "00".repeat(16);
    private static final int EVENT_XID = -1;
    private static final int ERROR_STEP = -1;
    private static final int NOT_DONE = -2; // a step behind one that failed
    private static final int ALL_PERMISSIONS = 31;

    private Frames() {}

    /** The session that a client has, with its password in hexadecimal; 0 for a new one. */
    record Ticket(long session, String password, int timeoutMs) {
        static Ticket fresh(int timeoutMs) {
            return new Ticket(0, NO_PASSWORD, timeoutMs);
        }

        boolean isValid() {
            return timeoutMs > 0;
        }
    }

    /** What a frame from the server tells. */
    sealed interface Heard {
        record Answered(int xid, Call call, Answer answer) implements Heard {}

        record Fired(Event.Change change, String path, long zxid) implements Heard {}
    }

    /** Something that no server may send. */
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1;

        Malformed(String reason) {
            super(reason);
        }
    }

    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] frame(Body body) {
        var bytes = new ByteArrayOutputStream();
        try {
            body.write(new DataOutputStream(bytes));
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }

    // ---- to the server

    static byte[] connect(Ticket ticket, long lastZxid) {
        return frame(
                out -> {
                    out.writeInt(0);
                    out.writeLong(lastZxid);
                    out.writeInt(ticket.timeoutMs);
                    out.writeLong(ticket.session);
                    byte[] password = HexFormat.of().parseHex(ticket.password);
                    out.writeInt(password.length);
                    out.write(password);
                    out.writeBoolean(false);
                });
    }

    static byte[] request(int xid, Call call) {
        return frame(
                out -> {
                    out.writeInt(xid);
                    out.writeInt(opcode(call));
                    body(out, call);
                });
    }

    private static int opcode(Call call) {
        return switch (call) {
            case Call.Create c -> 15;
            case Call.Delete c -> 2;
            case Call.Exists c -> 3;
            case Call.GetData c -> 4;
            case Call.SetData c -> 5;
            case Call.Sync c -> 9;
            case Call.GetChildren c -> 12;
            case Call.Check c -> 13;
            case Call.Multi c -> 14;
            case Call.Close c -> -11;
        };
    }

    private static void body(DataOutputStream out, Call call) throws IOException {
        switch (call) {
            case Call.Create c -> {
                text(out, c.path());
                text(out, c.data());
                out.writeInt(1);
                out.writeInt(ALL_PERMISSIONS);
                text(out, "world");
                text(out, "anyone");
                out.writeInt(c.mode().flags());
            }
            case Call.SetData c -> {
                text(out, c.path());
                text(out, c.data());
                out.writeInt(c.version());
            }
            case Call.Delete c -> pathAndVersion(out, c.path(), c.version());
            case Call.Check c -> pathAndVersion(out, c.path(), c.version());
            case Call.Multi c -> multi(out, c);
            case Call.GetData c -> pathAndWatch(out, c.path(), c.watch());
            case Call.Exists c -> pathAndWatch(out, c.path(), c.watch());
            case Call.GetChildren c -> pathAndWatch(out, c.path(), c.watch());
            case Call.Sync c -> text(out, c.path());
            case Call.Close c -> {}
        }
    }

    private static void multi(DataOutputStream out, Call.Multi multi) throws IOException {
        for (var step : multi.steps()) {
            stepHeader(out, opcode(step), false);
            body(out, step);
        }
        stepHeader(out, -1, true);
    }

    private static void stepHeader(DataOutputStream out, int opcode, boolean last)
            throws IOException {
        out.writeInt(opcode);
        out.writeBoolean(last);
        out.writeInt(-1);
    }

    private static void pathAndVersion(DataOutputStream out, String path, int version)
            throws IOException {
        text(out, path);
        out.writeInt(version);
    }

    private static void pathAndWatch(DataOutputStream out, String path, boolean watch)
            throws IOException {
        text(out, path);
        out.writeBoolean(watch);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    // ---- from the server

    static Ticket ticket(ByteBuffer in) {
        in.getInt();
        int timeoutMs = in.getInt();
        long session = in.getLong();
        return new Ticket(session, HexFormat.of().formatHex(bytes(in)), timeoutMs);
    }

    static boolean isEvent(ByteBuffer in) {
        return in.getInt(0) == EVENT_XID;
    }

    static Heard.Fired event(ByteBuffer in) throws Malformed {
        in.getInt();
        long zxid = in.getLong();
        in.getInt();
        int type = in.getInt();
        in.getInt();
        var path = text(in);
        var change =
                switch (type) {
                    case 1 -> Event.Change.CREATED;
                    case 2 -> Event.Change.DELETED;
                    case 3 -> Event.Change.DATA;
                    case 4 -> Event.Change.CHILDREN;
                    default -> throw new Malformed("an event of type " + type);
                };
        return new Heard.Fired(change, path, zxid);
    }

    /** The answer to this call, which is the oldest one that waits for its own. */
    static Heard.Answered answer(ByteBuffer in, int xid, Call call) throws Malformed {
        int answered = in.getInt();
        if (answered != xid) throw new Malformed("an answer to " + answered + " instead of " + xid);
        long zxid = in.getLong();
        int error = in.getInt();
        if (error != 0) return new Heard.Answered(xid, call, new Answer.Failed(zxid, error, 0));
        var answer =
                call instanceof Call.Multi multi
                        ? multi(in, zxid, multi)
                        : new Answer.Done(zxid, result(in, call));
        if (in.hasRemaining()) throw new Malformed(in.remaining() + " bytes too many for " + call);
        return new Heard.Answered(xid, call, answer);
    }

    private static Answer multi(ByteBuffer in, long zxid, Call.Multi multi) throws Malformed {
        var results = new ArrayList<Result>();
        Optional<Answer> failed = Optional.empty();
        for (int i = 0; i < multi.steps().size(); i++) {
            int type = in.getInt();
            in.get();
            in.getInt();
            if (type != ERROR_STEP) {
                results.add(result(in, multi.steps().get(i)));
                continue;
            }
            int error = in.getInt();
            if (failed.isEmpty() && error != 0 && error != NOT_DONE) {
                failed = Optional.of(new Answer.Failed(zxid, error, i));
            }
        }
        boolean ended = in.getInt() == -1 && in.get() == 1 && in.getInt() == -1;
        if (!ended) throw new Malformed("an odd end of results for " + multi);
        if (failed.isPresent()) return failed.get();
        if (results.size() != multi.steps().size()) throw new Malformed("no reason: " + multi);
        return new Answer.Done(zxid, new Result.Results(results));
    }

    private static Result result(ByteBuffer in, Call call) {
        return switch (call) {
            case Call.Create c -> new Result.Created(text(in), Optional.of(stat(in)));
            case Call.SetData c -> new Result.Status(stat(in));
            case Call.Exists c -> new Result.Status(stat(in));
            case Call.GetData c -> new Result.Data(text(in), stat(in));
            case Call.GetChildren c -> {
                List<String> names = new ArrayList<>();
                int count = in.getInt();
                for (int i = 0; i < count; i++) names.add(text(in));
                yield new Result.Children(names, Optional.of(stat(in)));
            }
            case Call.Sync c -> {
                text(in);
                yield new Result.Nothing();
            }
            case Call.Delete c -> new Result.Nothing();
            case Call.Check c -> new Result.Nothing();
            case Call.Multi c -> new Result.Nothing();
            case Call.Close c -> new Result.Nothing();
        };
    }

    private static Stat stat(ByteBuffer in) {
        long czxid = in.getLong();
        long mzxid = in.getLong();
        in.getLong();
        in.getLong();
        int version = in.getInt();
        int cversion = in.getInt();
        in.getInt();
        long owner = in.getLong();
        in.getInt();
        int children = in.getInt();
        return new Stat(czxid, mzxid, version, cversion, in.getLong(), owner, children);
    }

    private static String text(ByteBuffer in) {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[Math.max(0, in.getInt())];
        in.get(bytes);
        return bytes;
    }
}
