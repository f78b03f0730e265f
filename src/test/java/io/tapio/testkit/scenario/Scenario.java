package io.tapio.testkit.scenario;

import java.util.ArrayList;
import java.util.List;

/** The text of one scenario file, taken apart and put together again. */
final class Scenario {
    private static final String RULE = "----";

    private Scenario() {}

    /** The same text with the answers that the player gives now. */
    static String replayed(String text, Player player) {
        var paragraphs = new ArrayList<String>();
        for (String paragraph : text.strip().split("\n\\s*\n")) {
            paragraphs.add(replayedParagraph(paragraph.lines().toList(), player));
        }
        return String.join("\n\n", paragraphs) + "\n";
    }

    private static String replayedParagraph(List<String> lines, Player player) {
        var out = new ArrayList<String>();
        for (String line : lines) {
            if (line.equals(RULE)) break;
            out.add(line);
        }
        List<String> commands = out.stream().filter(line -> !line.startsWith("#")).toList();
        if (commands.isEmpty()) return String.join("\n", out);

        var answers = new ArrayList<String>();
        for (String command : commands) {
            answers.addAll(answer(command, player));
        }
        out.add(RULE);
        out.addAll(answers.isEmpty() ? List.of("nothing") : answers);
        return String.join("\n", out);
    }

    private static List<String> answer(String command, Player player) {
        try {
            return player.play(command);
        } catch (io.tapio.model.Invariant.Broken broken) {
            return List.of("broken: " + broken.getMessage());
        }
    }
}
