package io.tapio.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where the members' parts of the cluster are.
 *
 * @param members all of them, this one too
 * @param name keeps ensembles apart that hear each other by mistake; letters, digits and hyphens
 * @param listensOnAllAddresses and not only on that of the own line
 */
public record ClusterSettings(
        ServerId self,
        Map<ServerId, Endpoint> members,
        String name,
        boolean listensOnAllAddresses) {
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    /** A host, as the configuration spells it, and its election port. */
    public record Endpoint(String host, int port) {
        private String bareHost() {
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            return bracketed ? host.substring(1, host.length() - 1) : host;
        }
    }

    public ClusterSettings {
        members = Map.copyOf(members);
        Invariant.holds(members.containsKey(self), "this server is a member of its ensemble");
    }

    Endpoint own() {
        return Invariant.present(members.get(self), "this server is a member");
    }

    /** What to listen on: an address, or the name of one. */
    String listeningHost() {
        boolean all = listensOnAllAddresses || WILDCARDS.contains(own().bareHost());
        return all ? "0.0.0.0" : own().bareHost();
    }

    /** Where in the cluster a member is, as a URI. */
    String address(ServerId id) {
        int port = Invariant.present(members.get(id), "it is a member").port();
        return "pekko://%s@%s:%d".formatted(name, MemberNames.of(id), port);
    }

    /** All that Pekko has to know to start this member's part. */
    Config config() {
        ClassLoader loader = ClusterSettings.class.getClassLoader();
        return ConfigFactory.load(
                loader,
                ConfigFactory.parseMap(overlay())
                        .withFallback(ConfigFactory.parseResources(loader, "tapio-cluster.conf")));
    }

    private Map<String, Object> overlay() {
        return Map.of(
                "pekko.remote.artery.canonical.hostname", MemberNames.of(self),
                "pekko.remote.artery.canonical.port", own().port(),
                "pekko.remote.artery.bind.hostname", listeningHost(),
                "pekko.remote.artery.bind.port", own().port(),
                "pekko.io.dns.member-names.hosts", hosts());
    }

    private Map<String, Object> hosts() {
        var hosts = new HashMap<String, Object>();
        members.forEach((id, endpoint) -> hosts.put(MemberNames.of(id), endpoint.bareHost()));
        return hosts;
    }
}
