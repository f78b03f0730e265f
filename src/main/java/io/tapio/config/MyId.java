package io.tapio.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The file {@code myid} in the data directory: which of the members this server is. */
final class MyId {
    private static final int SHOWN_MAX = 40;

    private final Path dataDir;
    private final Path file;
    private final Findings findings;

    MyId(Path dataDir, Findings findings) {
        this.dataDir = dataDir;
        this.file = dataDir.resolve("myid");
        this.findings = findings;
    }

    /** Empty when it does not say, which is found. */
    Optional<Listed> find(List<Listed> members) {
        var text = text(members);
        if (text.isEmpty()) return Optional.empty();

        var self = text.flatMap(MyId::number).flatMap(id -> memberOf(members, id));
        if (self.isEmpty()) {
            findings.problem(
                    "%s says %s, but the servers are %s; %s"
                            .formatted(file, shown(text.get()), ids(members), advice(members)));
        }
        return self;
    }

    private Optional<String> text(List<Listed> members) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (NoSuchFileException missing) {
            complain("is missing", members);
        } catch (CharacterCodingException binary) {
            complain("is not text", members);
        } catch (IOException unreadable) {
            complain("cannot be read (" + unreadable + ")", members);
        }
        return Optional.empty();
    }

    private void complain(String what, List<Listed> members) {
        findings.problem(
                "%s %s, so this server cannot know which of %s it is; %s"
                        .formatted(file, what, ids(members), advice(members)));
    }

    private String advice(List<Listed> members) {
        int example = members.getFirst().id();
        var make = Files.isDirectory(dataDir) ? "" : "mkdir -p " + dataDir + " && ";
        return "write its number there, for example: %secho %d > %s".formatted(make, example, file);
    }

    private static Optional<Integer> number(String text) {
        return text.matches("[0-9]{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    private static Optional<Listed> memberOf(List<Listed> members, int id) {
        return members.stream().filter(member -> member.id() == id).findFirst();
    }

    private static String ids(List<Listed> members) {
        return members.stream()
                .map(member -> String.valueOf(member.id()))
                .collect(Collectors.joining(", "));
    }

    private static String shown(String text) {
        var line = text.lines().findFirst().orElse("");
        return "'" + line.substring(0, Math.min(line.length(), SHOWN_MAX)) + "'";
    }
}
