package io.tapio.zab;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.Comparator;

/**
 * Whom a member would follow: {@code leader}, for its last established {@code epoch} and the last
 * entry it has logged. Votes are ordered by epoch, then zxid, then id.
 */
public record Vote(ServerId leader, int epoch, Zxid lastLogged) implements Comparable<Vote> {
    private static final Comparator<Vote> ORDER =
            Comparator.comparingInt(Vote::epoch)
                    .thenComparing(Vote::lastLogged)
                    .thenComparing(Vote::leader);

    @Override
    public int compareTo(Vote other) {
        return ORDER.compare(this, other);
    }
}
