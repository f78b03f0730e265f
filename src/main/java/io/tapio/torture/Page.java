package io.tapio.torture;

import io.tapio.torture.history.Event;
import io.tapio.torture.history.Finding;
import io.tapio.torture.history.HistoryFile;
import io.tapio.torture.history.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The run as one page of HTML that needs nothing else: a template, and the figures in it. */
final class Page {
    private static final String TEMPLATE = "timeline.html";
    private static final String PLACE = "__DATA__";

    private Page() {}

    static String of(Summary summary, Chronicle chronicle, List<Tally.Second> seconds) {
        return template().replace(PLACE, data(summary, chronicle, seconds));
    }

    private static String template() {
        try (var in = Page.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) throw new IllegalStateException("no " + TEMPLATE);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String data(Summary summary, Chronicle chronicle, List<Tally.Second> seconds) {
        var wanted = summary.wanted();
        var fields =
                List.of(
                        "\"members\":" + wanted.members(),
                        "\"clients\":" + wanted.clients(),
                        "\"seed\":" + text("" + wanted.seed()),
                        "\"network\":" + text(summary.network()),
                        "\"end\":" + time(summary.endNanos()),
                        "\"found\":"
                                + (summary.verdict().count() + summary.opinion().findings().size()),
                        "\"judgedMs\":" + summary.judgedMs(),
                        "\"registers\":" + summary.opinion().nodes(),
                        "\"undecided\":" + summary.opinion().undecided(),
                        "\"seconds\":" + list(seconds, Page::second),
                        "\"stays\":" + list(chronicle.stays(), Page::stay),
                        "\"faults\":" + list(chronicle.faults(), Page::fault),
                        "\"findings\":" + list(summary.findings(), Page::finding),
                        "\"complaints\":" + list(chronicle.complaints(), Page::note),
                        "\"notes\":" + list(notes(chronicle), Page::note),
                        "\"promises\":" + list(promises(summary), promise -> promise));
        // Inside a script element nothing may look like its end.
        return "{" + String.join(",\n", fields).replace("</", "<\\/") + "}";
    }

    private static List<Chronicle.Note> notes(Chronicle chronicle) {
        return chronicle.notes().stream().filter(note -> !note.isComplaint()).toList();
    }

    private static List<String> promises(Summary summary) {
        Map<Promise, Integer> broken = new EnumMap<>(Promise.class);
        for (var finding : summary.findings()) broken.merge(finding.promise(), 1, Integer::sum);
        return Arrays.stream(Promise.values())
                .map(
                        promise ->
                                "{\"name\":%s,\"text\":%s,\"broken\":%d}"
                                        .formatted(
                                                text(promise.name()),
                                                text(promise.text()),
                                                broken.getOrDefault(promise, 0)))
                .toList();
    }

    private static String second(Tally.Second s) {
        return String.format(
                Locale.ROOT,
                "{\"writes\":%d,\"reads\":%d,\"refused\":%d,\"lost\":%d,"
                        + "\"p50\":%.2f,\"p99\":%.2f,\"max\":%.2f}",
                s.writes(),
                s.reads(),
                s.refused(),
                s.lost(),
                s.p50(),
                s.p99(),
                s.max());
    }

    private static String stay(Chronicle.Stay stay) {
        return "{\"member\":%d,\"role\":%s,\"from\":%s,\"to\":%s}"
                .formatted(
                        stay.member(),
                        text(stay.role().name().toLowerCase(Locale.ROOT)),
                        time(stay.from()),
                        time(stay.to()));
    }

    private static String fault(Chronicle.Fault fault) {
        return "{\"kind\":%s,\"victims\":%s,\"says\":%s,\"from\":%s,\"to\":%s,\"healed\":%s}"
                .formatted(
                        text(fault.kind().word()),
                        list(fault.victims().stream().sorted().toList(), String::valueOf),
                        text(fault.says()),
                        time(fault.from()),
                        time(fault.to()),
                        time(fault.healed()));
    }

    private static String finding(Finding finding) {
        var at =
                finding.concerned().stream()
                        .filter(Event.Operation.class::isInstance)
                        .map(op -> ",\"at\":" + time(((Event.Operation) op).heard()))
                        .reduce((first, last) -> last)
                        .orElse("");
        return "{\"promise\":%s,\"says\":%s,\"lines\":%s%s}"
                .formatted(
                        text(finding.promise().name()),
                        text(finding.says()),
                        list(finding.concerned(), event -> text(HistoryFile.line(event))),
                        at);
    }

    private static String note(Chronicle.Note note) {
        return "{\"at\":%s,\"says\":%s}".formatted(time(note.at()), text(note.says()));
    }

    private static String time(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }

    private static <T> String list(List<T> values, Function<T, String> each) {
        return values.stream().map(each).collect(Collectors.joining(",", "[", "]"));
    }

    private static String text(String raw) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c >= ' ') out.append(c);
            else out.append(' ');
        }
        return out.append('"').toString();
    }
}
