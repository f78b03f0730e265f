package io.tapio.torture;

import io.tapio.torture.history.History;
import io.tapio.torture.history.HistoryCheck;
import io.tapio.torture.history.HistoryFile;
import io.tapio.torture.history.Linearizability;
import io.tapio.torture.host.Cables;
import io.tapio.torture.host.Partition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** One run: members, clients, harm, judgement, picture. */
final class Torture {
    private static final Duration UP_WITHIN = Duration.ofSeconds(60);
    private static final Duration AGREED_WITHIN = Duration.ofSeconds(30);
    private static final int SEARCH_STEPS_MAX = 20_000_000;
    private static final int SHOWN = 10;

    private final Wanted wanted;
    private final Consumer<String> diary;
    private final Chronicle chronicle = new Chronicle();

    Torture(Wanted wanted, Consumer<String> diary) {
        this.wanted = wanted;
        this.diary = diary;
    }

    /** Whether nothing was wrong. */
    boolean run() throws IOException {
        var out = Files.createDirectories(wanted.out().toAbsolutePath());
        var members = out.resolve("members");
        delete(members);
        var historyFile = out.resolve("history.jsonl");
        var net = wanted.proxies() ? new Cables() : Partition.best();
        diary.accept(
                "torture: %d members, %d clients, %d s, seed %d (%s)"
                        .formatted(
                                wanted.members(),
                                wanted.clients(),
                                wanted.duration().toSeconds(),
                                wanted.seed(),
                                net));
        boolean onVolumes = wanted.faults().contains(Kind.FULL_DISK);
        try (var ensemble = Ensemble.in(members, wanted.members(), net, onVolumes)) {
            var broken = new Thread(ensemble::close);
            Runtime.getRuntime().addShutdownHook(broken);
            boolean good = torture(ensemble, historyFile, out);
            Runtime.getRuntime().removeShutdownHook(broken);
            return good;
        }
    }

    private boolean torture(Ensemble ensemble, Path historyFile, Path out) throws IOException {
        ensemble.start();
        if (!ensemble.awaitServing(UP_WITHIN)) throw new IOException("the members do not come up");
        try (var recorder = new Recorder(historyFile)) {
            rage(ensemble, recorder);
            return judge(ensemble, recorder, historyFile, out);
        }
    }

    private void rage(Ensemble ensemble, Recorder recorder) throws IOException {
        var kinds = possible(ensemble);
        var random = new SplittableRandom(wanted.seed());
        var nemesis = new Nemesis(ensemble, recorder, chronicle, random, kinds, diary);
        try (var watch = RoleWatch.begin(ensemble, recorder, chronicle);
                var load = Load.begin(ensemble.addresses(), recorder, wanted)) {
            nemesis.rage(wanted.duration());
        }
    }

    private Set<Kind> possible(Ensemble ensemble) {
        var kinds = EnumSet.noneOf(Kind.class);
        for (var kind : wanted.faults()) {
            var obstacle = Harms.obstacle(kind, ensemble);
            if (obstacle.isEmpty()) {
                kinds.add(kind);
            } else {
                var says = "left out: %s, since %s".formatted(kind.word(), obstacle.get());
                chronicle.note(0, says);
                diary.accept(says);
            }
        }
        return kinds;
    }

    // ---- when all is over

    private boolean judge(Ensemble ensemble, Recorder recorder, Path historyFile, Path out)
            throws IOException {
        long end = recorder.now();
        addWhatRemains(ensemble, recorder);
        recorder.close();
        ensemble.close();

        long began = System.nanoTime();
        History history = HistoryFile.read(historyFile);
        var verdict = HistoryCheck.judge(history);
        var opinion = Linearizability.judge(history, SEARCH_STEPS_MAX);
        if (recorder.tally().seconds().stream().noneMatch(second -> second.writes() > 0)) {
            chronicle.complain(end, "the clients have got nothing done");
        }
        var findings = new ArrayList<>(verdict.findings());
        findings.addAll(opinion.findings());
        boolean good =
                verdict.isGood()
                        && opinion.findings().isEmpty()
                        && chronicle.complaints().isEmpty();
        var summary =
                new Summary(
                        wanted,
                        ensemble.net().toString(),
                        end,
                        verdict,
                        opinion,
                        findings,
                        (System.nanoTime() - began) / 1_000_000);
        var page = out.resolve("timeline.html");
        Files.writeString(page, Page.of(summary, chronicle, recorder.tally().seconds()));
        tell(summary, good, page);
        return good;
    }

    /** All members must hold the same tree, once the sessions that were left have ended. */
    private void addWhatRemains(Ensemble ensemble, Recorder recorder) {
        List<Tree> last = new ArrayList<>();
        boolean agreed =
                Ensemble.await(
                        AGREED_WITHIN,
                        () -> {
                            try {
                                last.clear();
                                for (var at : ensemble.addresses()) last.add(Tree.of(at));
                                return last.stream()
                                        .allMatch(
                                                tree -> tree.difference(last.getFirst()).isEmpty());
                            } catch (IOException notYet) {
                                return false;
                            }
                        });
        if (agreed) last.getFirst().nodes().forEach(recorder::add);
        else chronicle.complain(recorder.now(), disagreement(last));
    }

    private static String disagreement(List<Tree> trees) {
        for (var tree : trees) {
            var difference = tree.difference(trees.getFirst());
            if (difference.isPresent()) return "members hold different trees: " + difference.get();
        }
        return "not every member lets its tree be read";
    }

    private void tell(Summary summary, boolean good, Path page) {
        diary.accept(summary.text(chronicle));
        for (var note : chronicle.complaints()) {
            diary.accept("WRONG after %.1f s: %s".formatted(note.at() / 1e9, note.says()));
        }
        summary.findings().stream().limit(SHOWN).forEach(f -> diary.accept("WRONG " + f));
        diary.accept("picture: " + page);
        diary.accept(good ? "Nothing is wrong." : "Something is wrong.");
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (var inside = Files.walk(folder)) {
            for (var path : inside.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
