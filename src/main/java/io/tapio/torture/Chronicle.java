package io.tapio.torture;

import io.tapio.torture.host.Status.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What happened to the members, by time: faults, roles, and what must not have happened. */
final class Chronicle {

    /**
     * A fault, from its begin to its end, and until all members served again.
     *
     * @param healed when they did; the end of the run if they never did
     */
    record Fault(Kind kind, Set<Integer> victims, String says, long from, long to, long healed) {}

    /** What a member said it was, as long as it said the same. */
    record Stay(int member, Role role, long from, long to) {}

    /** Something to be told that is in no history. */
    record Note(long at, String says, boolean isComplaint) {}

    private final List<Fault> faults = new ArrayList<>();
    private final List<Stay> stays = new ArrayList<>();
    private final Map<Integer, Stay> current = new HashMap<>();
    private final List<Note> notes = new ArrayList<>();

    synchronized void add(Fault fault) {
        faults.add(fault);
    }

    /** A member was asked now, and said this. */
    synchronized void saw(int member, Role role, long now) {
        var stay = current.get(member);
        if (stay != null && stay.role == role) {
            current.put(member, new Stay(member, role, stay.from, now));
            return;
        }
        if (stay != null) stays.add(new Stay(member, stay.role, stay.from, now));
        current.put(member, new Stay(member, role, now, now));
    }

    synchronized void note(long at, String says) {
        notes.add(new Note(at, says, false));
    }

    synchronized void complain(long at, String says) {
        notes.add(new Note(at, says, true));
    }

    synchronized List<Fault> faults() {
        return List.copyOf(faults);
    }

    synchronized List<Stay> stays() {
        var all = new ArrayList<>(stays);
        all.addAll(current.values());
        return all;
    }

    synchronized List<Note> notes() {
        return List.copyOf(notes);
    }

    synchronized List<Note> complaints() {
        return notes.stream().filter(Note::isComplaint).toList();
    }
}
