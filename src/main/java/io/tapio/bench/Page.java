package io.tapio.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Runs as one page of HTML that needs nothing else: a template, and the figures in it. */
final class Page {
    private static final String TEMPLATE = "report.html";
    private static final String PLACE = "__DATA__";

    private Page() {}

    /** One run, or two side by side. */
    static String of(List<Report> runs) {
        var data = runs.stream().map(Report::json).collect(Collectors.joining(",\n", "[", "]"));
        // Inside a script element nothing may look like its end.
        return template().replace(PLACE, data.replace("</", "<\\/"));
    }

    static void write(Path file, List<Report> runs) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) Files.createDirectories(folder);
        Files.writeString(file, of(runs));
    }

    private static String template() {
        try (var in = Page.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) throw new IllegalStateException("no " + TEMPLATE);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
