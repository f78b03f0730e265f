package io.tapio.testkit.sim;

import io.tapio.model.ServerId;
import io.tapio.zab.Quorum;
import io.tapio.zab.ZabMessage;
import java.util.List;

/** Where a world can be made to break the rules, to see whether that is found. */
public interface Tamper {
    /** A world as it should be. */
    Tamper NOTHING = new Tamper() {};

    /** What really goes over the link when {@code message} is sent. */
    default List<ZabMessage> sent(ServerId from, ServerId to, ZabMessage message) {
        return List.of(message);
    }

    /** Whether anybody knows how far whose disk had come. */
    default boolean marksAreKept() {
        return true;
    }

    default Quorum quorum(Quorum of) {
        return of;
    }

    /** Whether disks say that they have what they have not. */
    default boolean disksLie() {
        return false;
    }

    /** Whether a member with a new disk believes in it. */
    default boolean wipedIsProven() {
        return false;
    }

    /** Whether promises are gone after a restart. */
    default boolean promisesAreForgotten() {
        return false;
    }
}
