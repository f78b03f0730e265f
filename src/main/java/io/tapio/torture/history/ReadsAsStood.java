package io.tapio.torture.history;

import io.tapio.torture.history.Comparison.Told;
import io.tapio.torture.history.Event.Operation;
import io.tapio.torture.history.Event.Remains;
import java.util.HashSet;
import java.util.List;

/** C4: what a read shows is what stood there; and so is what remains when all is over. */
final class ReadsAsStood {
    private final Model model;
    private final Presence presence;
    private final Comparison comparison;
    private final Findings findings;

    ReadsAsStood(Model model, Presence presence, Comparison comparison, Findings findings) {
        this.model = model;
        this.presence = presence;
        this.comparison = comparison;
        this.findings = findings;
    }

    void judge(Operation read) {
        var told = new Told(Promise.C4, read, read.heard());
        switch (read.call()) {
            case Call.GetData get -> judge(told, get.path(), read.answer());
            case Call.Exists exists -> judge(told, exists.path(), read.answer());
            case Call.GetChildren children -> judge(told, children.path(), read.answer());
            case Call.Sync sync -> {}
            case Call.Close close -> {}
            case Call.Multi multi -> {}
            case Call.Step step -> {}
        }
    }

    private void judge(Told told, String path, Answer answer) {
        switch (answer) {
            case Answer.Done done -> judge(told, path, done.result());
            case Answer.Failed failed -> {
                if (failed.error() == Answer.NO_NODE) absent(told, path);
            }
            case Answer.Lost lost -> {}
        }
    }

    private void judge(Told told, String path, Result result) {
        switch (result) {
            case Result.Data seen -> {
                comparison.stat(told, path, seen.stat());
                comparison.data(told, path, seen.data());
            }
            case Result.Status seen -> comparison.stat(told, path, seen.stat());
            case Result.Children seen -> {
                children(told, path, seen.names());
                seen.stat().ifPresent(stat -> comparison.stat(told, path, stat));
            }
            case Result.Created seen -> {}
            case Result.Results seen -> {}
            case Result.Nothing seen -> {}
        }
    }

    private void children(Told told, String path, List<String> names) {
        var node = presence.there(path, told.heard(), told.by());
        if (node.isEmpty()) {
            findings.add(Promise.C4, "children are seen of a node that cannot be there", told.by());
            return;
        }
        var seen = new HashSet<>(names);
        for (var name : names) {
            var child = path + "/" + name;
            if (presence.there(child, told.heard(), told.by()).isEmpty()) {
                findings.add(
                        Promise.C4, "a child is listed that cannot be there: " + name, told.by());
            }
        }
        for (var name : List.copyOf(node.get().children())) {
            if (!seen.contains(name)) absent(told, path + "/" + name);
        }
    }

    /** Somebody was told, or could see, that the node is not there. */
    private void absent(Told told, String path) {
        if (presence.gone(path, told.heard())) return;
        var node = model.at(path).orElseThrow();
        boolean ephemeral = node.owner() != 0;
        findings.add(
                ephemeral ? Promise.C8 : Promise.C4,
                ephemeral
                        ? "an ephemeral node is gone though its session lives"
                        : "a node is not seen that stood there",
                node.by(),
                told.by());
    }

    // ---- when all is over

    void judge(List<Remains> remains) {
        if (remains.isEmpty()) return;
        var paths = new HashSet<String>();
        for (var left : remains) {
            paths.add(left.path());
            var told = new Told(Promise.C4, left, Long.MAX_VALUE);
            comparison.stat(told, left.path(), left.stat());
            comparison.data(told, left.path(), left.data());
        }
        for (var path : List.copyOf(model.paths())) {
            if (paths.contains(path) || presence.gone(path, Long.MAX_VALUE)) continue;
            var node = model.at(path).orElseThrow();
            findings.add(
                    node.owner() != 0 ? Promise.C8 : Promise.C4,
                    "a node is not there in the end: " + path,
                    node.by());
        }
    }
}
