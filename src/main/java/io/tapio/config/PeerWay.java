package io.tapio.config;

import java.util.Properties;

/** How the members of an ensemble reach each other; all must have chosen the same. */
public enum PeerWay {
    /** By links of our own over the quorum port. */
    LINKS("links"),
    /** By messages between actor systems, which Pekko carries over the quorum port. */
    CLUSTER("cluster");

    private static final String PROPERTY = "tapio.peer.transport";

    private final String word;

    PeerWay(String word) {
        this.word = word;
    }

    /** What the system property says. */
    static PeerWay chosen(Properties properties, Findings findings) {
        String said = properties.getProperty(PROPERTY, LINKS.word).strip();
        for (PeerWay way : values()) {
            if (way.word.equals(said)) return way;
        }
        findings.problem(
                "-D%s=%s is no way between members; write %s (which is usual) or %s"
                        .formatted(PROPERTY, said, LINKS.word, CLUSTER.word));
        return LINKS;
    }

    /** What the property says, to be shown. */
    String said() {
        return "-D" + PROPERTY + "=" + word;
    }
}
