package io.tapio.work;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where chores are done: a server, the clients connected to it, and all whose work counts.
 *
 * @param subjects the server with the clients first
 */
record Place(List<Subject> subjects, List<Client> clients) implements AutoCloseable {
    private static final int CLIENTS = 16;
    private static final int RIPPLES = 3; // from member to member, and back

    /** Clients of {@code entrance}; the work of the others counts as well. */
    static Place at(Subject entrance, List<Subject> all) {
        return new Place(
                Stream.concat(
                                Stream.of(entrance),
                                all.stream().filter(subject -> subject != entrance))
                        .toList(),
                IntStream.range(0, CLIENTS)
                        .mapToObj(i -> Client.connect(entrance.address()))
                        .toList());
    }

    Subject entrance() {
        return subjects.getFirst();
    }

    /** The work of {@code chore}, done once here. */
    Work of(Chore chore) {
        Work before = work();
        chore.run(this);
        return work().minus(before);
    }

    /** Where there are several, returns when all of them have done their part. */
    void awaitOthers() {
        if (subjects.size() > 1) settle();
    }

    private void settle() {
        for (int i = 0; i < RIPPLES; i++) subjects.forEach(Subject::settle);
    }

    private Work work() {
        settle();
        return subjects.stream().map(Subject::work).reduce(Work::plus).orElseThrow();
    }

    @Override
    public void close() {
        clients.forEach(Client::close);
    }
}
