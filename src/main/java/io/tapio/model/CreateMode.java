package io.tapio.model;

import java.util.Optional;

/** How a znode is created, with its number on the wire. */
public enum CreateMode {
    PERSISTENT,
    EPHEMERAL,
    PERSISTENT_SEQUENTIAL,
    EPHEMERAL_SEQUENTIAL,
    CONTAINER,
    PERSISTENT_WITH_TTL,
    PERSISTENT_SEQUENTIAL_WITH_TTL;

    private static final CreateMode[] BY_FLAGS = values();

    /** The mode a client's flags stand for; empty for a number that has no mode. */
    public static Optional<CreateMode> ofFlags(int flags) {
        return flags >= 0 && flags < BY_FLAGS.length
                ? Optional.of(BY_FLAGS[flags])
                : Optional.empty();
    }

    public boolean isEphemeral() {
        return this == EPHEMERAL || this == EPHEMERAL_SEQUENTIAL;
    }

    public boolean isSequential() {
        return this == PERSISTENT_SEQUENTIAL
                || this == EPHEMERAL_SEQUENTIAL
                || this == PERSISTENT_SEQUENTIAL_WITH_TTL;
    }

    public boolean hasTtl() {
        return this == PERSISTENT_WITH_TTL || this == PERSISTENT_SEQUENTIAL_WITH_TTL;
    }
}
