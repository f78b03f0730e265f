package io.tapio.torture.history;

import io.tapio.torture.history.Event.Fired;
import io.tapio.torture.history.Event.Operation;
import io.tapio.torture.history.Event.Remains;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/** One thing that is made wrong in a history that was right. */
enum Mutation {
    A_READ_SHOWS_OTHER_DATA(Promise.C4),
    A_READ_SHOWS_A_HIGHER_VERSION(Promise.C4),
    A_READ_IS_AS_OF_THE_FIRST_ZXID(Promise.C4, Promise.C8),
    TWO_WRITES_HAVE_ONE_ZXID(Promise.C1),
    TWO_WRITES_CHANGE_PLACES(Promise.C2),
    A_SET_TELLS_A_LOWER_VERSION(Promise.C3, Promise.C4),
    A_NUMBER_IS_ONE_TOO_HIGH(Promise.C3, Promise.C4),
    A_WATCH_FIRES_AGAIN(Promise.C7),
    A_NODE_IS_MISSING_IN_THE_END(Promise.C4, Promise.C8),
    A_NODE_TOO_MUCH_IS_THERE_IN_THE_END(Promise.C4),
    WHAT_REMAINS_WAS_REFUSED(Promise.C6),
    A_SYNC_WAS_SENT_AFTER_EVERYTHING(Promise.C5),
    A_CLOSED_SESSION_GOES_ON(Promise.C8);

    private final Set<Promise> breaks;

    Mutation(Promise first, Promise... more) {
        this.breaks = EnumSet.of(first, more);
    }

    Set<Promise> breaks() {
        return breaks;
    }

    /** Empty when the history offers no place for it. */
    Optional<History> in(History history, Random random) {
        var events = new ArrayList<>(history.events());
        boolean done =
                switch (this) {
                    case A_READ_SHOWS_OTHER_DATA ->
                            change(
                                    events,
                                    random,
                                    Mutation::readsData,
                                    op -> seen(op, "no such data", stat(op)));
                    case A_READ_SHOWS_A_HIGHER_VERSION ->
                            change(
                                    events,
                                    random,
                                    Mutation::readsData,
                                    op -> seen(op, data(op), higher(stat(op))));
                    case A_READ_IS_AS_OF_THE_FIRST_ZXID ->
                            change(
                                    events,
                                    random,
                                    op -> readsData(op) && op.order() > 20,
                                    op ->
                                            answered(
                                                    op,
                                                    new Answer.Done(
                                                            1,
                                                            ((Answer.Done) op.answer()).result())));
                    case TWO_WRITES_HAVE_ONE_ZXID -> oneZxid(events, random);
                    case TWO_WRITES_CHANGE_PLACES -> changePlaces(events, random);
                    case A_SET_TELLS_A_LOWER_VERSION ->
                            change(
                                    events,
                                    random,
                                    Mutation::sets,
                                    op -> told(op, new Result.Status(lower(stat(op)))));
                    case A_NUMBER_IS_ONE_TOO_HIGH ->
                            change(events, random, Mutation::numbers, Mutation::nextNumber);
                    case A_WATCH_FIRES_AGAIN -> again(events, random);
                    case A_NODE_IS_MISSING_IN_THE_END -> missing(events);
                    case A_NODE_TOO_MUCH_IS_THERE_IN_THE_END ->
                            events.add(
                                    new Remains("/r/nobody", "x", new Stat(9, 9, 0, 0, 9, 0, 0)));
                    case WHAT_REMAINS_WAS_REFUSED -> refused(events);
                    case A_SYNC_WAS_SENT_AFTER_EVERYTHING -> lateSync(events);
                    case A_CLOSED_SESSION_GOES_ON -> goesOn(events);
                };
        return done ? Optional.of(new History(events)) : Optional.empty();
    }

    // ---- where

    private interface Change {
        Operation of(Operation op);
    }

    private static List<Integer> places(List<Event> events, Predicate<Operation> which) {
        var places = new ArrayList<Integer>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Operation op && which.test(op)) places.add(i);
        }
        return places;
    }

    private static boolean change(
            List<Event> events, Random random, Predicate<Operation> which, Change change) {
        var places = places(events, which);
        if (places.isEmpty()) return false;
        int at = places.get(random.nextInt(places.size()));
        events.set(at, change.of((Operation) events.get(at)));
        return true;
    }

    private static boolean readsData(Operation op) {
        return op.call() instanceof Call.GetData && op.isDone();
    }

    private static boolean sets(Operation op) {
        return op.call() instanceof Call.SetData && op.isDone();
    }

    private static boolean numbers(Operation op) {
        return op.call() instanceof Call.Create create
                && create.mode().isSequential()
                && op.isDone();
    }

    private static boolean isWrite(Operation op) {
        return op.call().isWrite() && op.isDone();
    }

    // ---- what

    private static Operation answered(Operation op, Answer answer) {
        return new Operation(
                op.client(), op.session(), op.order(), op.sent(), op.heard(), op.call(), answer);
    }

    private static Operation told(Operation op, Result result) {
        return answered(op, new Answer.Done(op.zxid(), result));
    }

    private static Operation seen(Operation op, String data, Stat stat) {
        return told(op, new Result.Data(data, stat));
    }

    private static String data(Operation op) {
        return ((Result.Data) ((Answer.Done) op.answer()).result()).data();
    }

    private static Stat stat(Operation op) {
        return switch (((Answer.Done) op.answer()).result()) {
            case Result.Data r -> r.stat();
            case Result.Status r -> r.stat();
            default -> throw new AssertionError(op);
        };
    }

    private static Stat higher(Stat s) {
        return new Stat(
                s.czxid(),
                s.mzxid(),
                s.version() + 100,
                s.cversion(),
                s.pzxid(),
                s.owner(),
                s.children());
    }

    private static Stat lower(Stat s) {
        return new Stat(
                s.czxid(),
                s.mzxid(),
                s.version() - 1,
                s.cversion(),
                s.pzxid(),
                s.owner(),
                s.children());
    }

    private static Operation nextNumber(Operation op) {
        var made = (Result.Created) ((Answer.Done) op.answer()).result();
        int from = made.path().length() - 10;
        int number = Integer.parseInt(made.path().substring(from)) + 100_000;
        var path = made.path().substring(0, from) + "%010d".formatted(number);
        return told(op, new Result.Created(path, made.stat()));
    }

    private static boolean oneZxid(List<Event> events, Random random) {
        var places = places(events, Mutation::isWrite);
        if (places.size() < 2) return false;
        int at = random.nextInt(places.size() - 1);
        var op = (Operation) events.get(places.get(at));
        var next = (Operation) events.get(places.get(at + 1));
        var result = ((Answer.Done) next.answer()).result();
        events.set(places.get(at + 1), answered(next, new Answer.Done(op.zxid(), result)));
        return true;
    }

    private static boolean changePlaces(List<Event> events, Random random) {
        var places = places(events, Mutation::isWrite);
        for (int tries = 0; tries < 100; tries++) {
            int one = places.get(random.nextInt(places.size()));
            int other = places.get(random.nextInt(places.size()));
            var first = (Operation) events.get(one);
            var second = (Operation) events.get(other);
            if (first.heard() >= second.sent()) continue;
            events.set(
                    one,
                    answered(
                            first,
                            new Answer.Done(
                                    second.zxid(), ((Answer.Done) first.answer()).result())));
            events.set(
                    other,
                    answered(
                            second,
                            new Answer.Done(
                                    first.zxid(), ((Answer.Done) second.answer()).result())));
            return true;
        }
        return false;
    }

    private static boolean again(List<Event> events, Random random) {
        var fired = new ArrayList<Integer>();
        for (int i = 0; i < events.size(); i++) if (events.get(i) instanceof Fired) fired.add(i);
        if (fired.isEmpty()) return false;
        int at = fired.get(random.nextInt(fired.size()));
        events.add(at + 1, events.get(at));
        return true;
    }

    /** A node whose maker is known, so that nothing in doubt explains that it is gone. */
    private static boolean missing(List<Event> events) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Remains left && left.path().equals("/r")) {
                events.remove(i);
                return i < events.size();
            }
        }
        return false;
    }

    private static boolean refused(List<Event> events) {
        for (int i = 0; i < events.size(); i++) {
            if (!(events.get(i) instanceof Operation op) || !sets(op)) continue;
            var data = ((Call.SetData) op.call()).data();
            boolean remains =
                    events.stream()
                            .anyMatch(e -> e instanceof Remains left && left.data().equals(data));
            if (!remains) continue;
            events.set(i, answered(op, new Answer.Failed(op.zxid(), Answer.BAD_VERSION, 0)));
            return true;
        }
        return false;
    }

    /** The first sync that something is read behind, as if it had been sent in the end. */
    private static boolean lateSync(List<Event> events) {
        var syncs = places(events, op -> op.call() instanceof Call.Sync && op.isDone());
        if (syncs.isEmpty()) return false;
        int at = syncs.getFirst();
        var op = (Operation) events.get(at);
        var behind =
                events.subList(at + 1, events.size()).stream()
                        .filter(Operation.class::isInstance)
                        .map(Operation.class::cast)
                        .filter(o -> o.session() == op.session() && !o.isLost())
                        .findFirst();
        long highest =
                events.stream()
                        .filter(e -> e instanceof Operation o && isWrite(o))
                        .mapToLong(e -> ((Operation) e).zxid())
                        .max()
                        .orElse(0);
        boolean knowsAll = behind.isEmpty() || behind.get().zxid() >= highest;
        if (knowsAll || behind.get().call() instanceof Call.Sync) return false;
        long end = Long.MAX_VALUE - 1;
        events.set(
                at,
                new Operation(
                        op.client(), op.session(), op.order(), end, end, op.call(), op.answer()));
        return true;
    }

    private static boolean goesOn(List<Event> events) {
        var closes = places(events, op -> op.call() instanceof Call.Close && op.isDone());
        if (closes.isEmpty()) return false;
        var op = (Operation) events.get(closes.getFirst());
        var sync = new Answer.Done(op.zxid(), new Result.Nothing());
        events.add(
                closes.getFirst() + 1,
                new Operation(
                        op.client(),
                        op.session(),
                        op.order() + 1,
                        op.heard(),
                        op.heard(),
                        new Call.Sync("/r"),
                        sync));
        return true;
    }
}
