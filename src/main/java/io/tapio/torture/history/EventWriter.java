package io.tapio.torture.history;

import io.tapio.torture.history.Event.Attached;
import io.tapio.torture.history.Event.Detached;
import io.tapio.torture.history.Event.Expired;
import io.tapio.torture.history.Event.Fired;
import io.tapio.torture.history.Event.Operation;
import io.tapio.torture.history.Event.Remains;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Writes one event as a line of JSON: who, when, what was asked, what was told. */
final class EventWriter {
    private final StringBuilder out = new StringBuilder(160);
    private boolean first = true;

    String write(Event event) {
        out.append('{');
        switch (event) {
            case Operation e -> operation(e);
            case Fired e -> {
                text("event", "fired").text("change", word(e.change())).text("path", e.path());
                hex("zxid", e.zxid()).who(e.client(), e.session()).number("heard", e.heard());
            }
            case Attached e -> {
                text("event", "attached").truth("fresh", e.fresh());
                number("timeoutMs", e.timeoutMs()).who(e.client(), e.session());
                number("sent", e.sent()).number("heard", e.heard());
            }
            case Detached e ->
                    text("event", "detached")
                            .who(e.client(), e.session())
                            .number("heard", e.heard());
            case Expired e -> {
                text("event", "expired").who(e.client(), e.session());
                number("sent", e.sent()).number("heard", e.heard());
            }
            case Remains e ->
                    text("event", "remains")
                            .text("path", e.path())
                            .text("data", e.data())
                            .stat(e.stat());
        }
        return out.append('}').toString();
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void operation(Operation e) {
        call(e.call());
        answer(e.answer());
        who(e.client(), e.session()).number("n", e.order());
        number("sent", e.sent()).number("heard", e.heard());
    }

    private void call(Call call) {
        switch (call) {
            case Call.Create c -> {
                text("do", "create").text("path", c.path()).text("data", c.data());
                if (c.mode() != Call.Mode.PERSISTENT) text("mode", word(c.mode()));
            }
            case Call.SetData c ->
                    text("do", "set")
                            .text("path", c.path())
                            .text("data", c.data())
                            .version(c.version());
            case Call.Delete c -> text("do", "delete").text("path", c.path()).version(c.version());
            case Call.Check c -> text("do", "check").text("path", c.path()).version(c.version());
            case Call.Multi c -> text("do", "multi").list("steps", c.steps(), this::step);
            case Call.GetData c -> text("do", "get").text("path", c.path()).watch(c.watch());
            case Call.Exists c -> text("do", "exists").text("path", c.path()).watch(c.watch());
            case Call.GetChildren c ->
                    text("do", "children").text("path", c.path()).watch(c.watch());
            case Call.Sync c -> text("do", "sync").text("path", c.path());
            case Call.Close c -> text("do", "close");
        }
    }

    private void step(Call.Step step) {
        nested(() -> call(step));
    }

    private EventWriter version(int version) {
        return version == Call.ANY ? this : number("version", version);
    }

    private void watch(boolean watch) {
        if (watch) truth("watch", true);
    }

    private void answer(Answer answer) {
        switch (answer) {
            case Answer.Done done -> {
                hex("zxid", done.zxid());
                result(done.result());
            }
            case Answer.Failed failed -> {
                hex("zxid", failed.zxid()).number("error", failed.error());
                if (failed.at() != 0) number("at", failed.at());
            }
            case Answer.Lost lost -> truth("lost", true);
        }
    }

    private void result(Result result) {
        switch (result) {
            case Result.Nothing r -> {}
            case Result.Created r -> {
                text("made", r.path());
                r.stat().ifPresent(this::stat);
            }
            case Result.Status r -> stat(r.stat());
            case Result.Data r -> text("got", r.data()).stat(r.stat());
            case Result.Children r -> {
                list("names", r.names(), name -> Json.quote(name, out));
                r.stat().ifPresent(this::stat);
            }
            case Result.Results r ->
                    list("results", r.results(), each -> nested(() -> result(each)));
        }
    }

    private void stat(Stat s) {
        name("stat").append("[\"0x").append(Long.toHexString(s.czxid()));
        out.append("\",\"0x").append(Long.toHexString(s.mzxid())).append("\",");
        out.append(s.version()).append(',').append(s.cversion()).append(",\"0x");
        out.append(Long.toHexString(s.pzxid())).append("\",\"0x");
        out.append(Long.toHexString(s.owner())).append("\",").append(s.children()).append(']');
    }

    // ---- fields

    private StringBuilder name(String name) {
        if (!first) out.append(',');
        first = false;
        return out.append('"').append(name).append("\":");
    }

    private EventWriter text(String name, String value) {
        name(name);
        Json.quote(value, out);
        return this;
    }

    private EventWriter number(String name, long value) {
        name(name).append(value);
        return this;
    }

    private EventWriter hex(String name, long value) {
        name(name).append("\"0x").append(Long.toHexString(value)).append('"');
        return this;
    }

    private EventWriter truth(String name, boolean value) {
        name(name).append(value);
        return this;
    }

    private EventWriter who(int client, long session) {
        return number("client", client).hex("session", session);
    }

    private <T> void list(String name, List<T> values, Consumer<T> write) {
        name(name).append('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) out.append(',');
            write.accept(values.get(i));
        }
        out.append(']');
    }

    private void nested(Runnable inside) {
        out.append('{');
        first = true;
        inside.run();
        out.append('}');
        first = false;
    }
}
