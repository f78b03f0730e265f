package io.tapio.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of an access control list, as on the wire. */
public record RawAcl(int perms, @Nullable String scheme, @Nullable String id) {
    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int CREATE = 4;
    public static final int DELETE = 8;
    public static final int ADMIN = 16;
    public static final int ALL = 31;

    /** Everybody may do everything. */
    public static final List<RawAcl> OPEN = List.of(world(ALL));

    public static RawAcl world(int perms) {
        return new RawAcl(perms, "world", "anyone");
    }

    /** The entry for who logs in with {@code digest} and these {@code user:password} bytes. */
    public static RawAcl digest(int perms, String userAndPassword) {
        return new RawAcl(perms, "digest", digestId(userAndPassword));
    }

    /** {@code user:BASE64(SHA1(user:password))}. */
    public static String digestId(String userAndPassword) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest(userAndPassword.getBytes(StandardCharsets.UTF_8));
            String user = userAndPassword.substring(0, userAndPassword.indexOf(':'));
            return user + ":" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    static RawAcl read(WireReader in) {
        return new RawAcl(in.int32(), in.ustring(), in.ustring());
    }

    void write(WireWriter out) {
        out.int32(perms).ustring(scheme).ustring(id);
    }

    @Override
    public String toString() {
        return scheme + ":" + id + ":" + perms;
    }
}
