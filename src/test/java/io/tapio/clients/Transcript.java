package io.tapio.clients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A shell session as text that two servers must agree on: each command with its output, then the
 * watch events. What may differ is made the same: zxids count from the first one shown; times,
 * session ids and the port are replaced by a word; events, which another thread prints, are taken
 * out of the output and put behind it in their own order.
 */
final class Transcript {
    private static final Pattern MARK = Pattern.compile("printwatches is (on|off)");
    private static final Pattern EVENT = Pattern.compile("WatchedEvent .*");
    private static final Pattern NOISE =
            Pattern.compile(
                    "WATCHER::|WARNING: .*|\\s+at .*|java\\.lang\\.ClassNotFoundException: .*|");
    private static final Pattern STAT_ZXID = Pattern.compile("(?<=Zxid = )0x([0-9a-f]+)");
    private static final Pattern EVENT_ZXID = Pattern.compile("(?<=zxid: )(\\d+)");
    private static final Pattern OWNER = Pattern.compile("(?<=ephemeralOwner = )0x1[0-9a-f]{14,}");
    private static final Pattern TIME =
            Pattern.compile("\\w{3} \\w{3} \\d\\d \\d\\d:\\d\\d:\\d\\d UTC (?!1970)\\d{4}");
    private static final Pattern EPHEMERALS = Pattern.compile("\\[(/[^]]*)]");

    private final List<String> commands;
    private final long firstZxid;
    private final UnaryOperator<String> portless;

    private Transcript(List<String> commands, long firstZxid, int port) {
        this.commands = commands;
        this.firstZxid = firstZxid;
        portless = line -> line.replace("127.0.0.1:" + port, "127.0.0.1:PORT");
    }

    static String of(List<String> commands, String output, int port) {
        var first = STAT_ZXID.matcher(output);
        if (!first.find()) throw new AssertionError("no zxid in\n" + output);
        long zxid = Long.parseLong(first.group(1), 16);
        return new Transcript(commands, zxid, port).of(output);
    }

    private String of(String output) {
        var text = new ArrayList<String>();
        var nodeEvents = new ArrayList<String>();
        var stateEvents = new ArrayList<String>();
        var answer = new ArrayList<String>();
        var command = commands.iterator();
        for (var line : output.lines().toList()) {
            if (NOISE.matcher(line).matches()) continue;
            if (EVENT.matcher(line).matches()) {
                (line.contains("type:None") ? stateEvents : nodeEvents).add(alike(line));
            } else if (MARK.matcher(line).matches()) {
                add(text, command.next(), answer);
            } else {
                answer.add(alike(line));
            }
        }
        add(text, command.next(), answer);
        stateEvents.sort(null); // two sessions' event threads print them
        add(text, "(node events)", nodeEvents);
        add(text, "(state events)", stateEvents);
        return String.join("\n", text) + "\n";
    }

    private void add(List<String> text, String command, List<String> answer) {
        if (command.equals("whoami")) answer.sort(null); // identities are a set
        text.add("> " + alike(command));
        text.addAll(answer);
        text.add("");
        answer.clear();
    }

    private String alike(String line) {
        var result = portless.apply(line);
        result = replace(STAT_ZXID, result, match -> relative(Long.parseLong(match.group(1), 16)));
        result = replace(EVENT_ZXID, result, match -> relative(Long.parseLong(match.group(1))));
        result = OWNER.matcher(result).replaceAll("SESSION");
        result = TIME.matcher(result).replaceAll("TIME");
        return replace(EPHEMERALS, result, match -> "[" + sorted(match.group(1)) + "]");
    }

    private static String replace(
            Pattern pattern, String text, Function<MatchResult, String> with) {
        return pattern.matcher(text).replaceAll(with);
    }

    private String relative(long zxid) {
        if (zxid == 0) return "zero";
        return zxid < firstZxid ? "earlier" : "first+" + (zxid - firstZxid);
    }

    private static String sorted(String paths) {
        return Arrays.stream(paths.split(", ")).sorted().collect(Collectors.joining(", "));
    }
}
