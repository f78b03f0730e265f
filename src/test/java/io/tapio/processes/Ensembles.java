package io.tapio.processes;

import io.tapio.torture.host.Loopback;
import io.tapio.torture.host.Wiring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * The ensembles of one test, or of all tests of a class where it stands in a static field. After
 * them nothing runs. When a test has failed, what they said is printed and their folders are kept;
 * {@code -Dtapio.processes.keep=true} keeps them always.
 */
final class Ensembles implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final boolean KEEP = Boolean.getBoolean("tapio.processes.keep");

    private final List<EnsembleProcesses> ensembles = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private boolean ofAllTests;
    private boolean failed;

    /** An ensemble on the loopback address, not started. */
    EnsembleProcesses of(Blueprint blueprint) {
        return of(blueprint, new Loopback());
    }

    EnsembleProcesses of(Blueprint blueprint, Wiring wiring) {
        try {
            var ensemble = new EnsembleProcesses(newFolder(), blueprint, wiring);
            ensembles.add(ensemble);
            return ensemble;
        } catch (RuntimeException | AssertionError halfBuilt) {
            wiring.close();
            throw halfBuilt;
        }
    }

    /** An ensemble that serves. */
    EnsembleProcesses started(Blueprint blueprint) {
        return of(blueprint).start();
    }

    private Path newFolder() {
        try {
            var folder = Files.createTempDirectory("tapio-ensemble-");
            folders.add(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only what stands in a static field hears of this. */
    @Override
    public void beforeAll(ExtensionContext context) {
        ofAllTests = true;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        note(context);
        if (!ofAllTests) end();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        note(context);
        end();
    }

    private void note(ExtensionContext context) {
        failed |= context.getExecutionException().filter(Ensembles::isFailure).isPresent();
    }

    private void end() throws IOException {
        for (var ensemble : ensembles.reversed()) {
            ensemble.close();
            if (failed) System.out.println(ensemble.endsOfDiaries());
        }
        for (var folder : folders) {
            if (failed || KEEP) System.out.println("kept: " + folder);
            else delete(folder);
        }
    }

    private static boolean isFailure(Throwable outcome) {
        return !(outcome instanceof TestAbortedException);
    }

    private static void delete(Path folder) throws IOException {
        try (var inside = Files.walk(folder)) {
            for (var path : inside.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
