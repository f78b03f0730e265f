package io.tapio.wire;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
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

            ops.add(new Request.Op(opCode, RequestCodec.readStep(opCode, in)));
        }
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
