package io.tapio.torture.history;

import io.tapio.torture.history.Call.Step;
import io.tapio.torture.history.Json.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the lines that {@link EventWriter} writes. Paths that come again are kept once. */
final class EventReader {
    private final Map<String, String> paths = new HashMap<>();

    Event read(String line) {
        var fields = Json.parse(line);
        try {
            return fields.has("do") ? operation(fields) : other(fields);
        } catch (IllegalArgumentException unknownWord) {
            throw new Json.Malformed(unknownWord.getMessage() + ": " + line);
        }
    }

    private Event other(Fields f) {
        int client = f.small("client", 0);
        long session = f.number("session", 0);
        return switch (f.text("event")) {
            case "fired" ->
                    new Event.Fired(
                            client,
                            session,
                            f.number("heard"),
                            Event.Change.valueOf(constant(f, "change")),
                            path(f),
                            f.number("zxid"));
            case "attached" ->
                    new Event.Attached(
                            client,
                            session,
                            f.number("sent"),
                            f.number("heard"),
                            f.small("timeoutMs", 0),
                            f.isTrue("fresh"));
            case "detached" -> new Event.Detached(client, session, f.number("heard"));
            case "expired" ->
                    new Event.Expired(client, session, f.number("sent"), f.number("heard"));
            case "remains" -> new Event.Remains(path(f), f.text("data", ""), stat(f).orElseThrow());
            default -> throw new Json.Malformed("no such event: " + f);
        };
    }

    private Event.Operation operation(Fields f) {
        var call = call(f);
        return new Event.Operation(
                f.small("client", 0),
                f.number("session", 0),
                f.small("n", 0),
                f.number("sent"),
                f.number("heard"),
                call,
                answer(f, call));
    }

    private Call call(Fields f) {
        return switch (f.text("do")) {
            case "multi" ->
                    new Call.Multi(
                            f.list("steps").stream().map(step -> step(within(step))).toList());
            case "get" -> new Call.GetData(path(f), f.isTrue("watch"));
            case "exists" -> new Call.Exists(path(f), f.isTrue("watch"));
            case "children" -> new Call.GetChildren(path(f), f.isTrue("watch"));
            case "sync" -> new Call.Sync(path(f));
            case "close" -> new Call.Close();
            default -> step(f);
        };
    }

    private Step step(Fields f) {
        int version = f.small("version", Call.ANY);
        return switch (f.text("do")) {
            case "create" ->
                    new Call.Create(
                            path(f),
                            f.text("data", ""),
                            f.has("mode")
                                    ? Call.Mode.valueOf(constant(f, "mode"))
                                    : Call.Mode.PERSISTENT);
            case "set" -> new Call.SetData(path(f), f.text("data"), version);
            case "delete" -> new Call.Delete(path(f), version);
            case "check" -> new Call.Check(path(f), version);
            default -> throw new Json.Malformed("no such step: " + f);
        };
    }

    private Answer answer(Fields f, Call call) {
        if (f.isTrue("lost")) return new Answer.Lost();
        long zxid = f.number("zxid");
        if (f.has("error")) return new Answer.Failed(zxid, f.small("error", 0), f.small("at", 0));
        return new Answer.Done(zxid, result(f, call));
    }

    private Result result(Fields f, Call call) {
        return switch (call) {
            case Call.Create c -> new Result.Created(kept(f.text("made")), stat(f));
            case Call.SetData c -> new Result.Status(stat(f).orElseThrow());
            case Call.Exists c -> new Result.Status(stat(f).orElseThrow());
            case Call.GetData c -> new Result.Data(f.text("got"), stat(f).orElseThrow());
            case Call.GetChildren c ->
                    new Result.Children(
                            f.list("names").stream()
                                    .map(name -> kept(String.valueOf(name)))
                                    .toList(),
                            stat(f));
            case Call.Multi c -> results(f, c);
            case Call.Delete c -> new Result.Nothing();
            case Call.Check c -> new Result.Nothing();
            case Call.Sync c -> new Result.Nothing();
            case Call.Close c -> new Result.Nothing();
        };
    }

    private Result results(Fields f, Call.Multi multi) {
        var each = f.list("results");
        if (each.size() != multi.steps().size())
            throw new Json.Malformed("not a result each: " + f);
        var results = new ArrayList<Result>();
        for (int i = 0; i < each.size(); i++) {
            results.add(result(within(each.get(i)), multi.steps().get(i)));
        }
        return new Result.Results(results);
    }

    private static Fields within(Object value) {
        if (value instanceof Fields fields) return fields;
        throw new Json.Malformed("no object: " + value);
    }

    private static Optional<Stat> stat(Fields f) {
        if (!f.has("stat")) return Optional.empty();
        List<Long> s = f.list("stat").stream().map(Json::asNumber).toList();
        if (s.size() != 7) throw new Json.Malformed("no stat of seven numbers: " + f);
        return Optional.of(
                new Stat(
                        s.get(0),
                        s.get(1),
                        Math.toIntExact(s.get(2)),
                        Math.toIntExact(s.get(3)),
                        s.get(4),
                        s.get(5),
                        Math.toIntExact(s.get(6))));
    }

    private static String constant(Fields f, String name) {
        return f.text(name).toUpperCase(Locale.ROOT);
    }

    private String path(Fields f) {
        return kept(f.text("path"));
    }

    private String kept(String path) {
        var known = paths.putIfAbsent(path, path);
        return known == null ? path : known;
    }
}
