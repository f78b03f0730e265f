package io.tapio.zab;

import io.tapio.model.ServerId;
import java.util.HashSet;
import java.util.Set;

/** Two configurations at once, while one gives way to the next: enough means enough of each. */
public record Both(Quorum old, Quorum next) implements Quorum {
    @Override
    public Set<ServerId> voters() {
        var all = new HashSet<>(old.voters());
        all.addAll(next.voters());
        return Set.copyOf(all);
    }

    @Override
    public boolean isReachedBy(Set<ServerId> supporters) {
        return old.isReachedBy(supporters) && next.isReachedBy(supporters);
    }

    @Override
    public boolean mayLead(ServerId member) {
        return old.mayLead(member) || next.mayLead(member);
    }
}
