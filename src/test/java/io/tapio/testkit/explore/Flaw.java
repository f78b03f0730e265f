package io.tapio.testkit.explore;

import io.tapio.zab.Quorum;
import io.tapio.zab.ZabMessage;
import java.util.List;

/** Where the explored world can be made to break the rules, to see whether that is found. */
public interface Flaw {
    /** A world as it should be. */
    Flaw NONE = new Flaw() {};

    default Quorum quorum(Quorum of) {
        return of;
    }

    /** What is really sent when a member says {@code message}. */
    default List<ZabMessage> said(ZabMessage message) {
        return List.of(message);
    }

    /** Whether the machine hears that a write is on disk before it is. */
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

    /**
     * Whether only what is lost or differs in the end is complained of, not how it came to that.
     */
    default boolean onlyOutcomesCount() {
        return false;
    }
}
