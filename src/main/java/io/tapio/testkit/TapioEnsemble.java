package io.tapio.testkit;

import io.tapio.model.SessionId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A whole ensemble inside this JVM, and the faults that a test wants it to suffer.
 *
 * <p>Members are numbered from 1. Each serves clients on a port of its own of the loopback address,
 * found free by the system and kept through kills and restarts. Faults have begun when their method
 * returns; what the members make of them takes its time, and {@link #leader} and {@link
 * #awaitServing} wait for it. Many ensembles may live side by side. Methods may be called from any
 * thread.
 */
public final class TapioEnsemble implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofHours(1); // of a member's time

    private final Blueprint blueprint;
    private final Neighbourhood around = Neighbourhood.fresh();
    private final Map<Integer, Seat> seats = new TreeMap<>();
    private boolean closed;

    private TapioEnsemble(Blueprint blueprint) {
        this.blueprint = blueprint;
        blueprint.members().forEach(id -> seats.put(id, new Seat(id, blueprint, around)));
    }

    /** So many voting members with their data in memory; returns when all of them serve. */
    public static TapioEnsemble start(int members) {
        return start(members, Setup.inMemory());
    }

    /** So many voting members, and the observers of the setup; returns when all of them serve. */
    public static TapioEnsemble start(int members, Setup setup) {
        var ensemble = new TapioEnsemble(new Blueprint(members, setup));
        try {
            ensemble.seats.values().forEach(Seat::start);
            ensemble.awaitServing();
            return ensemble;
        } catch (RuntimeException failure) {
            ensemble.close();
            throw failure;
        }
    }

    /** The numbers of all members, observers last. */
    public Set<Integer> members() {
        return new TreeSet<>(seats.keySet());
    }

    /** Where all members serve clients, as clients are told: {@code 127.0.0.1:1,127.0.0.1:2}. */
    public String connectString() {
        return connectString(members().stream().mapToInt(Integer::intValue).toArray());
    }

    /** Where these members serve clients. */
    public String connectString(int... members) {
        return Arrays.stream(members)
                .mapToObj(member -> Blueprint.HOST + ":" + port(member))
                .collect(Collectors.joining(","));
    }

    /** The client port of a member; the same for as long as the ensemble lives. */
    public synchronized int port(int member) {
        return seat(member).clientPort();
    }

    /** The member with that client port. */
    public synchronized int memberAt(int port) {
        return members().stream()
                .filter(member -> port(member) == port)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no member serves port " + port));
    }

    public Role role(int member) {
        return around.standings().role(member);
    }

    /**
     * The member that leads a majority which it can reach. Waits for one to be elected, half a
     * minute at most.
     */
    public int leader() {
        return around.standings().await(this::leading, PATIENCE, this::leaderless);
    }

    private Optional<Integer> leading() {
        return members().stream().filter(this::leads).findFirst();
    }

    private boolean leads(int candidate) {
        if (around.standings().role(candidate) != Role.LEADER) return false;

        long followers =
                members().stream()
                        .filter(blueprint::votes)
                        .filter(member -> isWith(member, candidate))
                        .count();
        return 2 * followers > blueprint.voters();
    }

    private boolean isWith(int member, int leader) {
        return around.standings().isWith(member, leader) && !around.cuts().between(member, leader);
    }

    /**
     * Waits until there is a leader, and every member that runs and can reach it serves clients;
     * half a minute at most.
     */
    public void awaitServing() {
        around.standings().await(this::serving, PATIENCE, this::leaderless);
    }

    private Optional<Boolean> serving() {
        Optional<Integer> leader = leading();
        if (leader.isEmpty()) return Optional.empty();

        boolean all =
                members().stream()
                        .filter(member -> role(member) != Role.DOWN)
                        .filter(member -> role(member) != Role.PAUSED)
                        .filter(member -> !around.cuts().between(member, leader.get()))
                        .allMatch(member -> isWith(member, leader.get()));
        return all ? Optional.of(true) : Optional.empty();
    }

    private String leaderless() {
        return members().stream()
                .map(member -> member + " is " + role(member))
                .collect(Collectors.joining(", ", "not everybody serves: ", ""));
    }

    /**
     * These members reach each other but none of the rest, and the rest reaches none of them. Adds
     * to what is cut already. Links break at once on both sides; clients reach all members still.
     */
    public void partition(int... members) {
        Set<Integer> side = Arrays.stream(members).boxed().collect(Collectors.toSet());
        var rest = members();
        rest.removeAll(side);
        partition(side, rest);
    }

    /** Nobody of one side reaches anybody of the other; adds to what is cut already. */
    public synchronized void partition(Set<Integer> side, Set<Integer> other) {
        side.forEach(this::seat);
        other.forEach(this::seat);
        Seat.await(around.cuts().cut(side, other));
        around.standings().changed();
    }

    /** Everybody reaches everybody again. */
    public synchronized void heal() {
        Seat.await(around.cuts().heal());
        around.standings().changed();
    }

    /**
     * Ends a member as SIGKILL ends a process: nobody hears a farewell, and nothing more is
     * written. In memory, all that was not flushed is lost, as when the power fails; in a folder it
     * is left to the operating system. Clients of that port are refused until {@link #restart}.
     */
    public synchronized void kill(int member) {
        seat(member).kill();
    }

    /** Ends a member in good order, if it runs; a leader hands over first. */
    public synchronized void stop(int member) {
        seat(member).stop();
    }

    /**
     * Starts a member that is down, on its port and its data; one that runs is stopped first.
     * Returns when it listens; {@link #awaitServing} tells when it serves.
     */
    public synchronized void restart(int member) {
        requireOpen();
        seat(member).stop();
        seat(member).start();
    }

    /**
     * Holds all threads of a member, as SIGSTOP does: its connections stay open and say nothing.
     * The others give it up after {@code syncLimit} ticks.
     */
    public synchronized void pause(int member) {
        seat(member).pause();
    }

    /** Lets a paused member go on; no time has passed for it. */
    public synchronized void resume(int member) {
        seat(member).resume();
    }

    /** From now on each flush of that member's disk takes so much longer; zero ends it. */
    public synchronized void slowDisk(int member, Duration perFlush) {
        seat(member).slowDisk(perFlush);
    }

    /**
     * The session expires now, its connection ends, and its ephemeral znodes are gone at the leader
     * when this returns.
     */
    public void expire(long sessionId) {
        int leader = leader();
        synchronized (this) {
            seat(leader).expire(new SessionId(sessionId));
        }
    }

    /**
     * So much time passes at once for all members that are awake: sessions whose clients are gone
     * expire, and so do TTL znodes and empty containers; what came of it is applied at the leader
     * when this returns. Clients that are connected stay so. Time that is less than a tick ({@code
     * tickTime}, 200 ms unless set) counts for TTL znodes only.
     */
    public synchronized void advance(Duration time) {
        List<Seat> awake = seats.values().stream().filter(Seat::isAwake).toList();
        for (Duration rest = time; rest.isPositive(); rest = rest.minus(AT_ONCE)) {
            Duration step = rest.compareTo(AT_ONCE) < 0 ? rest : AT_ONCE;
            around.clock().advance(step);
            awake.forEach(seat -> seat.elapse(step));
        }
    }

    /** Ends all members as {@link #kill} does; what was acknowledged in a folder is there. */
    @Override
    public synchronized void close() {
        if (closed) return;

        closed = true;
        around.book().close();
        seats.values().forEach(Seat::beginKill);
        seats.values().forEach(Seat::close);
    }

    private void requireOpen() {
        if (closed) throw new IllegalStateException("the ensemble is closed");
    }

    private Seat seat(int member) {
        Seat seat = seats.get(member);
        if (seat == null) throw new IllegalArgumentException("there is no member " + member);

        return seat;
    }
}
