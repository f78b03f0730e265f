package io.tapio.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What the last run of the tests has left: {@code TEST-*.xml}. */
record Reports(List<Case> cases) {
    private record Case(String className, String name, Outcome outcome) {}

    static Reports read(Path directory) throws IOException {
        var cases = new ArrayList<Case>();
        if (!Files.isDirectory(directory)) return new Reports(cases);

        try (Stream<Path> files = Files.list(directory)) {
            for (Path each : files.sorted().toList()) {
                String name = each.getFileName().toString();
                if (name.startsWith("TEST-") && name.endsWith(".xml")) readInto(cases, each);
            }
        }
        return new Reports(cases);
    }

    private static void readInto(List<Case> cases, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var factory = XMLInputFactory.newFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            while (reader.hasNext()) {
                if (reader.next() != XMLStreamReader.START_ELEMENT) continue;
                read(cases, reader);
            }
        } catch (XMLStreamException error) {
            throw new IOException(file + " cannot be read", error);
        }
    }

    private static void read(List<Case> cases, XMLStreamReader reader) {
        switch (reader.getLocalName()) {
            case "testcase" ->
                    cases.add(
                            new Case(
                                    reader.getAttributeValue(null, "classname"),
                                    reader.getAttributeValue(null, "name"),
                                    Outcome.PASSED));
            case "failure", "error" -> correctLast(cases, Outcome.FAILED);
            case "skipped" -> correctLast(cases, Outcome.NOT_RUN);
            default -> {}
        }
    }

    private static void correctLast(List<Case> cases, Outcome outcome) {
        Case last = cases.removeLast();
        cases.add(new Case(last.className(), last.name(), outcome));
    }

    Outcome of(Witness witness) {
        return cases.stream()
                .filter(each -> witness.isMeantBy(each.className(), each.name()))
                .map(Case::outcome)
                .reduce(Outcome.NOT_RUN, Outcome::and);
    }
}
