package io.tapio.testkit.sim.full;

import io.tapio.log.Log;
import io.tapio.model.ServerId;
import io.tapio.peer.PeerMessage;
import io.tapio.replica.Replica;
import io.tapio.state.Outcomes;
import io.tapio.zab.Quorum;
import java.util.List;

/**
 * Where a simulated ensemble can be made to break the rules, to see whether that is found: between
 * the machines, never in them.
 */
public interface Meddler {
    /** All is as it should be. */
    Meddler NOBODY = new Meddler() {};

    default void begin(Simulation world) {}

    /** What really goes over the link. */
    default List<PeerMessage> sent(ServerId from, ServerId to, PeerMessage message) {
        return List.of(message);
    }

    /** What the log is really told. */
    default List<Log.Command> toLog(ServerId member, Log.Command command) {
        return List.of(command);
    }

    /** What the member really hears of its log. */
    default List<Log.Notice> fromLog(ServerId member, Log.Notice notice) {
        return List.of(notice);
    }

    /** What the replica is really told. */
    default List<Replica.Command> toReplica(ServerId member, Replica.Command command) {
        return List.of(command);
    }

    /** What really leaves the replica. */
    default Outcomes outcomes(ServerId member, Outcomes outcomes) {
        return outcomes;
    }

    /** Whether a leader takes itself for one without asking. */
    default boolean confirmsAtOnce() {
        return false;
    }

    /** Whether anybody knows how far whose disk had come. */
    default boolean marksAreKept() {
        return true;
    }

    /** What a client says that it has seen. */
    default long lastSeen(long truly) {
        return truly;
    }

    default Quorum quorum(Quorum of) {
        return of;
    }

    /** A member is about to start. */
    default void starts(ServerId member, boolean wiped) {}
}
