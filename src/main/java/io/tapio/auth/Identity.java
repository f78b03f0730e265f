package io.tapio.auth;

/** Who somebody is under one scheme, such as {@code ip:10.0.0.7} or {@code digest:ann:<hash>}. */
public record Identity(String scheme, String id) {
    public static final String WORLD = "world";
    public static final String AUTH = "auth";
    public static final String DIGEST = "digest";
    public static final String IP = "ip";
    public static final String X509 = "x509";
    public static final String SASL = "sasl";
    public static final String ENSEMBLE = "ensemble";

    /** The one whom no access list stops. */
    public static final Identity SUPER = new Identity("super", "");

    public static Identity ip(String address) {
        return new Identity(IP, address);
    }

    /** The name as whoAmI shows it: of a digest identity the user without the hash. */
    public String user() {
        return scheme.equals(DIGEST) ? userOf(id) : id;
    }

    /** What stands before the first colon. */
    static String userOf(String digestId) {
        int colon = digestId.indexOf(':');
        return colon < 0 ? digestId : digestId.substring(0, colon);
    }
}
