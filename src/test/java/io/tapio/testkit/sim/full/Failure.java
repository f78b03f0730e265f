package io.tapio.testkit.sim.full;

import java.util.ArrayList;

/** A seed that failed: what was broken, how to see it again, and what happened last. */
public final class Failure extends AssertionError {
    private static final long serialVersionUID = 1;

    private static final int ENTRIES = 10;

    private final String promise;

    Failure(Simulation world, Throwable cause) {
        super(story(world, cause), cause);
        this.promise = promiseOf(cause);
    }

    /** Which promise was broken. */
    public String promise() {
        return promise;
    }

    private static String promiseOf(Throwable cause) {
        if (cause instanceof Violation violation) return violation.promise();
        return "I37 halt rather than lie: " + root(cause);
    }

    private static String root(Throwable cause) {
        Throwable at = cause;
        while (at.getCause() != null) at = at.getCause();
        return at.getClass().getSimpleName() + " " + at.getMessage();
    }

    private static String story(Simulation world, Throwable cause) {
        var lines = new ArrayList<String>();
        lines.add(world.plan() + ": " + promiseOf(cause));
        lines.add(String.valueOf(cause.getMessage()));
        lines.add("replay: " + world.plan().replay());
        lines.add("faults: " + world.weather().faults());
        lines.addAll(world.trace().lines());
        Ledger ledger = world.ledger();
        for (int at = Math.max(0, ledger.size() - ENTRIES); at < ledger.size(); at++) {
            Ledger.Entry entry = ledger.at(at);
            lines.add(
                    "committed %s by %s/%d: %s"
                            .formatted(
                                    entry.zxid(),
                                    entry.header().session(),
                                    entry.header().cxid(),
                                    entry.txn()));
        }
        world.servers().forEach(each -> lines.add(each.toString()));
        world.clients().forEach(each -> lines.add(each.toString()));
        return String.join("\n", lines);
    }
}
