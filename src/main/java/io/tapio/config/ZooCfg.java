package io.tapio.config;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Properties;

/**
 * The settings of one {@code zoo.cfg}, in the order of the file, each key once.
 *
 * <p>The syntax is that of Java properties, as in ZooKeeper: {@code key=value}, {@code key: value},
 * comments after {@code #} or {@code !}, a backslash at the end continues the line. Of a key that
 * is set twice the last value counts, and a warning names both lines.
 *
 * @param fileName as messages name the file; empty when there is no file
 */
public record ZooCfg(String fileName, List<Setting> settings, List<String> warnings) {

    public ZooCfg {
        settings = List.copyOf(settings);
        warnings = List.copyOf(warnings);
    }

    /** The configuration of a server that was started without a file. */
    public static ZooCfg absent() {
        return new ZooCfg("", List.of(), List.of());
    }

    public boolean isAbsent() {
        return fileName.isEmpty();
    }

    public static ZooCfg read(Path file) throws ConfigError {
        var absolute = file.toAbsolutePath().normalize();
        if (Files.isDirectory(absolute)) {
            throw unreadable(absolute, "is a directory; name the file");
        }
        if (!Files.exists(absolute)) throw unreadable(absolute, "does not exist");
        try {
            return parse(String.valueOf(absolute.getFileName()), textOf(absolute));
        } catch (IOException e) {
            throw unreadable(absolute, "cannot be read (" + e + ")");
        }
    }

    public static ZooCfg parse(String fileName, String text) throws ConfigError {
        var problems = new ArrayList<String>();
        var warnings = new ArrayList<String>();
        var settings = new LinkedHashMap<String, Setting>();
        for (var block : blocks(text)) {
            try {
                for (var setting : block.settings()) {
                    var earlier = settings.remove(setting.key());
                    settings.put(setting.key(), setting);
                    if (earlier != null) {
                        warnings.add(repeated(fileName, earlier, setting));
                    }
                }
            } catch (IllegalArgumentException e) {
                problems.add(
                        ("%s:%d: a \\u escape needs four hex digits;"
                                        + " write a backslash twice to mean one")
                                .formatted(fileName, block.line()));
            }
        }
        if (!problems.isEmpty()) throw new ConfigError(problems);
        return new ZooCfg(fileName, List.copyOf(settings.values()), warnings);
    }

    private static String repeated(String fileName, Setting earlier, Setting later) {
        return "%s:%d: %s is set again, so the value of line %d does not count"
                .formatted(fileName, later.line(), later.key(), earlier.line());
    }

    /** ZooKeeper reads Latin-1, editors write UTF-8: the second where it can be. */
    private static String textOf(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        }
    }

    private static ConfigError unreadable(Path file, String why) {
        return new ConfigError(List.of("configuration file " + file + " " + why));
    }

    /** A line with those that continue it; blank lines and comments are blocks without settings. */
    private record Block(String text, int line) {

        /** None or one. The line is left to the JDK, so that it means what it means elsewhere. */
        List<Setting> settings() {
            var properties = new Properties();
            try {
                properties.load(new StringReader(text));
            } catch (IOException e) {
                throw new UncheckedIOException(e); // a string has no I/O to fail
            }
            return properties.stringPropertyNames().stream()
                    .map(key -> new Setting(key, properties.getProperty(key).strip(), line))
                    .toList();
        }
    }

    private static List<Block> blocks(String text) {
        var blocks = new ArrayList<Block>();
        var open = new StringBuilder();
        int first = 1;
        int number = 0;
        for (var line : withoutByteOrderMark(text).lines().toList()) {
            number++;
            if (open.isEmpty()) first = number;
            boolean comment = open.isEmpty() && isComment(line);
            open.append(line).append('\n');
            if (comment || !continues(line)) {
                blocks.add(new Block(open.toString(), first));
                open.setLength(0);
            }
        }
        if (!open.isEmpty()) blocks.add(new Block(open.toString(), first));
        return blocks;
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static boolean isComment(String line) {
        var start = line.stripLeading();
        return start.startsWith("#") || start.startsWith("!");
    }

    /** An even number of backslashes is so many pairs, each meaning one backslash. */
    private static boolean continues(String line) {
        int backslashes = 0;
        while (backslashes < line.length()
                && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
