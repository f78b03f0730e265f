package io.tapio.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Finds the settings that make up the ensemble: in this file, or in the one that it names. */
final class EnsembleSource {
    private static final String FILE_KEY = "dynamicConfigFile";
    private static final List<String> FAMILIES = List.of("server.", "group.", "weight.");

    private final Answers answers;
    private final Findings findings;

    EnsembleSource(Answers answers, Findings findings) {
        this.answers = answers;
        this.findings = findings;
    }

    /**
     * As in ZooKeeper: one place or the other, and a relative name starts where the server does.
     */
    Answers read() {
        var named = answers.find(FILE_KEY);
        if (named.isEmpty()) return answers;

        var here = new ArrayList<Given>();
        FAMILIES.forEach(family -> here.addAll(answers.family(family)));
        for (var given : here) {
            findings.problem(
                    "%s cannot stand beside %s; keep the servers in one place"
                            .formatted(given.label(), named.get().mention()));
        }
        return here.isEmpty() ? read(named.get()) : answers;
    }

    private Answers read(Given named) {
        var file = Path.of(named.value()).toAbsolutePath().normalize();
        try {
            var cfg = ZooCfg.read(file);
            cfg.warnings().forEach(findings::warn);
            return Answers.collect(membersOf(cfg), new Properties(), findings);
        } catch (ConfigError error) {
            error.problems().forEach(problem -> findings.problem(named.label() + ": " + problem));
            return Answers.collect(ZooCfg.absent(), new Properties(), findings);
        }
    }

    private ZooCfg membersOf(ZooCfg cfg) {
        var members = new ArrayList<Setting>();
        for (var setting : cfg.settings()) {
            if (FAMILIES.stream().anyMatch(setting.key()::startsWith)) {
                members.add(setting);
            } else {
                findings.problem(
                        "%s:%d: %s does not belong here, only server.N, group.N and weight.N do"
                                .formatted(cfg.fileName(), setting.line(), setting.key()));
            }
        }
        if (members.isEmpty()) findings.warn(cfg.fileName() + " names no servers");
        return new ZooCfg(cfg.fileName(), members, List.of());
    }
}
