package io.tapio.peer;

import java.nio.charset.StandardCharsets;

/** The first bytes of each end of a link: {@code "Tapio"}, a zero byte, and a version. */
final class Preamble {
    static final int BYTES = 8;
    static final int VERSION = 1;

    private static final byte[] MAGIC = "Tapio\0".getBytes(StandardCharsets.US_ASCII);

    private Preamble() {}

    /** The other end is not a member that we understand; says what it seems to be. */
    static final class Stranger extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String seems;
        private final boolean member;

        private Stranger(String seems, boolean member) {
            super(seems, null, false, false);
            this.seems = seems;
            this.member = member;
        }

        String seems() {
            return seems;
        }

        /** A Tapio of another version: it understands a farewell. */
        boolean isMember() {
            return member;
        }
    }

    static byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
        bytes[MAGIC.length] = (byte) (VERSION >> 8);
        bytes[MAGIC.length + 1] = (byte) VERSION;
        return bytes;
    }

    /** Throws {@link Stranger} as soon as {@code count} bytes are enough to tell. */
    static void check(byte[] bytes, int count) {
        for (int i = 0; i < Math.min(count, MAGIC.length); i++) {
            if (bytes[i] != MAGIC[i]) throw new Stranger(guess(bytes, count), false);
        }
        if (count < BYTES) return;

        int version = (bytes[MAGIC.length] & 0xff) << 8 | (bytes[MAGIC.length + 1] & 0xff);
        if (version != VERSION) {
            throw new Stranger(
                    "it speaks version "
                            + version
                            + " of the protocol between members, we speak version "
                            + VERSION,
                    true);
        }
    }

    private static String guess(byte[] bytes, int count) {
        if (count >= 3 && bytes[0] == 0 && bytes[1] == 0) {
            return "a ZooKeeper client or server knocked at the port for Tapio's members";
        }
        if (count >= 2 && bytes[0] == 0x16 && bytes[1] == 3) {
            return "somebody spoke TLS to the port for Tapio's members";
        }
        return "somebody who is no Tapio knocked at the port for members";
    }
}
