package io.tapio.tree;

import io.tapio.model.Invariant;
import io.tapio.model.SessionId;

/**
 * How a stored ephemeralOwner is read and written (Administrator's Guide, extendedTypesEnabled and
 * emulate353TTLNodes).
 *
 * <p>With extended types, a top byte 0xFF marks a type code of two bytes and a value of five. With
 * {@code emulate353} besides, a top hex digit 8 marks a TTL of 60 bits, as 3.5.3 wrote it; the two
 * cannot be mixed up.
 */
public record OwnerRules(boolean extendedTypes, boolean emulate353) {
    /** As a server without any settings reads them. */
    public static final OwnerRules DEFAULT = new OwnerRules(false, false);

    /** The owner of a container. */
    public static final long CONTAINER = 0x8000_0000_0000_0000L;

    public static final long TTL_MAX_MS = (1L << 40) - 1;

    private static final long EXTENDED = 0xFF00_0000_0000_0000L;
    private static final long VALUE = TTL_MAX_MS;
    private static final long VALUE_353 = 0x0FFF_FFFF_FFFF_FFFFL;
    private static final int CODE_SHIFT = 40;
    private static final int CODE_TTL = 0;

    /** The owner of a znode that lives {@code ttlMs} after its last change. */
    public static long ttl(long ttlMs) {
        Invariant.holds(ttlMs > 0 && ttlMs <= TTL_MAX_MS, "a time to live fits into 40 bits");
        return EXTENDED | ttlMs;
    }

    public NodeKind kindOf(long owner) {
        if (owner == 0) return NodeKind.PERSISTENT;
        if (owner == CONTAINER) return NodeKind.CONTAINER;
        if (extendedTypes && (owner & EXTENDED) == EXTENDED) return extended(owner);
        if (extendedTypes && emulate353 && owner >>> 60 == 8) {
            return new NodeKind.Ttl(owner & VALUE_353);
        }
        return new NodeKind.Ephemeral(new SessionId(owner));
    }

    /** The owner as clients see it: a session, or 0. */
    public long wireOwner(long owner) {
        return kindOf(owner) instanceof NodeKind.Ephemeral ? owner : 0;
    }

    private static NodeKind extended(long owner) {
        int code = (int) (owner >>> CODE_SHIFT) & 0xffff;
        return code == CODE_TTL ? new NodeKind.Ttl(owner & VALUE) : new NodeKind.Unsupported(code);
    }
}
