package io.tapio.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Judges the addresses of the members: each port is for one purpose, and can be found. */
final class MemberAddresses {
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private final Findings findings;

    MemberAddresses(Findings findings) {
        this.findings = findings;
    }

    void judge(List<Listed> members) {
        var taken = new HashMap<String, Listed>();
        for (var member : members) {
            for (var address : member.line().addresses()) {
                claim(member, address.host(), address.quorumPort(), taken);
                claim(member, address.host(), address.electionPort(), taken);
            }
            member.line().client().ifPresent(client -> claimClient(member, client, taken));
        }
    }

    /** The host of the member counts: everybody's clients may come to 127.0.0.1:2181 of theirs. */
    private void claimClient(
            Listed member, ServerLine.ClientAddress client, Map<String, Listed> taken) {
        if (client.port() == 0) return; // the system chooses
        var host = member.line().addresses().getFirst().host();
        claim(member, host, client.port(), taken);
    }

    private void claim(Listed member, String host, int port, Map<String, Listed> taken) {
        var place = host.toLowerCase(Locale.ROOT) + ":" + port;
        var other = taken.putIfAbsent(place, member);
        if (other == null) return;
        if (other.id() == member.id()) {
            findings.problem(
                    "%s names %s for two purposes; give each a port of its own"
                            .formatted(member.label(), place));
        } else {
            findings.problem(
                    "%s names %s, which %s has already; give each member a port of its own"
                            .formatted(member.label(), place, other.mention()));
        }
    }

    /** Actor systems know each other by the very names that they have for themselves. */
    void judge(Listed self, PeerWay way) {
        var host = self.line().addresses().getFirst().host();
        if (way == PeerWay.LINKS || !WILDCARDS.contains(host)) return;

        findings.problem(
                "%s names the host %s, which will not do with %s; write the host that the other members have for it"
                        .formatted(self.label(), host, way.said()));
    }

    /** What others cannot dial, and what we do not dial. */
    void warn(List<Listed> members, Listed self) {
        for (var member : members) {
            var first = member.line().addresses().getFirst();
            if (member.id() != self.id() && WILDCARDS.contains(first.host())) {
                findings.warn(
                        "%s names the host %s, where nobody finds another machine"
                                .formatted(member.label(), first.host()));
            }
            if (member.line().addresses().size() > 1) {
                findings.warn(
                        "%s names several addresses; only the first, %s, is used"
                                .formatted(member.label(), first.host()));
            }
        }
    }
}
