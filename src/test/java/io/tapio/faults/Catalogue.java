package io.tapio.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All faults that a server which others trust must survive: {@code catalogue.txt}. */
record Catalogue(List<CataloguedFault> faults) {
    private static final String EXPECTED = "->";
    private static final String BUT = "but:";
    private static final String OPEN = "open:";

    static Catalogue read() {
        try (InputStream in = Catalogue.class.getResourceAsStream("catalogue.txt")) {
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    static Catalogue of(String text) {
        var faults = new ArrayList<CataloguedFault>();
        String chapter = "";
        String head = "";
        Map<String, String> rest = new HashMap<>();
        for (String line : (text + "\n= ").lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) continue;

            if (line.startsWith("  ")) {
                String[] words = line.strip().split(" ", 2);
                rest.put(words[0], words[1]);
                continue;
            }
            if (!head.isEmpty()) faults.add(fault(chapter, head, rest));
            rest.clear();
            head = line.startsWith("=") ? "" : line;
            if (line.startsWith("=")) chapter = line.substring(1).strip();
        }
        return new Catalogue(faults);
    }

    private static CataloguedFault fault(String chapter, String head, Map<String, String> rest) {
        String[] words = head.split(" ", 2);
        return new CataloguedFault(
                words[0],
                chapter,
                words[1],
                rest.get(EXPECTED),
                Optional.ofNullable(rest.get(BUT)),
                Optional.ofNullable(rest.get(OPEN)));
    }
}
