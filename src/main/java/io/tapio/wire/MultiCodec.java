package io.tapio.wire;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.CreateMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The lists inside multi and multiRead: a {@code MultiHeader{int type; boolean done; int err}}
 * before each request, and one that says done at the end.
 */
final class MultiCodec {
    private MultiCodec() {}

    /** The steps of a multi; anything but a step is bad. */
    static List<Request.Op> readOps(JuteReader in) {
        var ops = new ArrayList<Request.Op>();
        while (true) {
            int opCode = in.int32();
            boolean done = in.bool();
            in.int32(); // the error field means nothing in a request
            if (done) return Collections.unmodifiableList(ops);

            ops.add(opOf(opCode, RequestCodec.readStep(opCode, in)));
        }
    }

    /**
     * In a multi the flags of a create decide what it is, whatever opcode it came under: a
     * container, one without a time to live, or, with one but no room for it, nothing at all.
     */
    private static Request.Op opOf(int opCode, Request.Step step) {
        return switch (step) {
            case Request.Create create -> opOfCreate(opCode, create);
            case Request.CreateTtl(Bytes path, Bytes data, Acl acl, int flags, long ttlMs)
                    when !hasTtl(flags) ->
                    opOfCreate(OpCode.CREATE, new Request.Create(path, data, acl, flags));
            case Request.CreateTtl create -> new Request.Op(opCode, create);
            case Request.Delete delete -> new Request.Op(opCode, delete);
            case Request.SetData set -> new Request.Op(opCode, set);
            case Request.Check check -> new Request.Op(opCode, check);
        };
    }

    private static Request.Op opOfCreate(int opCode, Request.Create create) {
        CreateMode mode = modeOf(create.flags());
        if (mode.hasTtl()) throw new MalformedInput("a create with no time to live in it");

        return new Request.Op(
                mode == CreateMode.CONTAINER ? OpCode.CREATE_CONTAINER : opCode, create);
    }

    private static boolean hasTtl(int flags) {
        return modeOf(flags).hasTtl();
    }

    private static CreateMode modeOf(int flags) {
        return CreateMode.ofFlags(flags)
                .orElseThrow(() -> new MalformedInput("no create has flags " + flags));
    }

    /** The queries of a multiRead; anything but a query is bad. */
    static List<Request.Query> readQueries(JuteReader in) {
        var queries = new ArrayList<Request.Query>();
        while (true) {
            int opCode = in.int32();
            boolean done = in.bool();
            in.int32(); // the error field means nothing in a request
            if (done) return Collections.unmodifiableList(queries);

            queries.add(RequestCodec.readQuery(opCode, in));
        }
    }

    static void writeOps(List<Request.Op> ops, JuteWriter out) {
        for (Request.Op op : ops) {
            writeHeader(op.opCode(), out);
            RequestCodec.write(op.step(), out);
        }
        ReplyWriter.multiEnd(out);
    }

    static void writeQueries(List<Request.Query> queries, JuteWriter out) {
        for (Request.Query query : queries) {
            writeHeader(opCodeOf(query), out);
            RequestCodec.write(query, out);
        }
        ReplyWriter.multiEnd(out);
    }

    private static int opCodeOf(Request.Query query) {
        return switch (query) {
            case Request.GetData q -> OpCode.GET_DATA;
            case Request.GetChildren q -> OpCode.GET_CHILDREN;
        };
    }

    private static void writeHeader(int opCode, JuteWriter out) {
        out.int32(opCode).bool(false).int32(-1);
    }
}
