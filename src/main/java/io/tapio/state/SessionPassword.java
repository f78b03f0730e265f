package io.tapio.state;

import io.tapio.model.Bytes;
import io.tapio.model.SessionId;
import java.security.MessageDigest;

/**
 * The password that belongs to a session id: 16 bytes, the same function as ZooKeeper's, so that
 * any member can check it without state.
 *
 * <p>The function is the 48-bit linear congruence that {@code java.util.Random} documents, seeded
 * with the id.
 */
public final class SessionPassword {
    private static final int LENGTH = 16;
    private static final long SECRET = 0xB341_5C00L;
    private static final long MULTIPLIER = 0x5_DEEC_E66DL;
    private static final long MASK = (1L << 48) - 1;

    private SessionPassword() {}

    public static Bytes of(SessionId session) {
        byte[] password = new byte[LENGTH];
        long state = (session.value() ^ SECRET ^ MULTIPLIER) & MASK;
        for (int i = 0; i < LENGTH; i += Integer.BYTES) {
            state = (state * MULTIPLIER + 0xBL) & MASK;
            int word = (int) (state >>> 16);
            for (int k = 0; k < Integer.BYTES; k++) {
                password[i + k] = (byte) (word >> (8 * k));
            }
        }
        return Bytes.wrap(password);
    }

    /** Compares in constant time. */
    public static boolean matches(SessionId session, Bytes given) {
        return MessageDigest.isEqual(of(session).toArray(), given.toArray());
    }
}
