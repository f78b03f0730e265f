package io.tapio.model;

/** The number of one member of the ensemble, {@code myid}; 0 to 255. */
public record ServerId(int value) implements Comparable<ServerId> {
    public ServerId {
        Invariant.holds(value >= 0 && value <= 255, "a server id fits in one byte");
    }

    @Override
    public int compareTo(ServerId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
