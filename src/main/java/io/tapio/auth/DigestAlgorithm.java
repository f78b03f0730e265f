package io.tapio.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Makes {@code user:BASE64(hash("user:password"))} out of {@code user:password}.
 *
 * <p>The hash must be the same on all servers, since the ids stand in access lists.
 */
public record DigestAlgorithm(String name) {
    public static final DigestAlgorithm SHA1 = new DigestAlgorithm("SHA1");

    public DigestAlgorithm {
        hash(name); // an unknown one is found out at the start
    }

    /** The id of whoever knows {@code credential}; without a colon all of it is the user. */
    public String idOf(String credential) {
        byte[] hashed = hash(name).digest(credential.getBytes(StandardCharsets.UTF_8));
        return Identity.userOf(credential) + ':' + Base64.getEncoder().encodeToString(hashed);
    }

    private static MessageDigest hash(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("no digest algorithm is called " + name, e);
        }
    }
}
