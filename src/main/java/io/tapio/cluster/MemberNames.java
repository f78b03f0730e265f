package io.tapio.cluster;

import com.typesafe.config.Config;
import io.tapio.model.ServerId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Actor;
import org.apache.pekko.actor.Status;
import org.apache.pekko.io.DnsExt;
import org.apache.pekko.io.DnsProvider;
import org.apache.pekko.io.dns.AAAARecord;
import org.apache.pekko.io.dns.ARecord;
import org.apache.pekko.io.dns.CachePolicy;
import org.apache.pekko.io.dns.DnsProtocol;
import org.apache.pekko.io.dns.ResourceRecord;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.DurationConverters;

/**
 * Calls a member's part of the cluster {@code member-N}, and knows the host behind the name.
 *
 * <p>Pekko wants all members to spell an address alike, the one at that address too. Configurations
 * do not: {@code server.1} is often {@code 0.0.0.0} in the file of server 1, a name in one file and
 * an address in another. A number is the same for all. The host is looked up at each connection,
 * for its address may change.
 */
@SuppressWarnings("deprecation") // Pekko's own providers are of this type as well
public final class MemberNames implements DnsProvider {
    private static final String PREFIX = "member-";

    static String of(ServerId id) {
        return PREFIX + id;
    }

    /** The member with that name; empty: it is nobody's. */
    static Optional<ServerId> idOf(String name) {
        if (!name.matches(PREFIX + "[0-9]{1,3}")) return Optional.empty();

        int number = Integer.parseInt(name.substring(PREFIX.length()));
        return number > 255 ? Optional.empty() : Optional.of(new ServerId(number));
    }

    @Override
    public Class<? extends Actor> actorClass() {
        return Resolver.class;
    }

    @Override
    public Class<? extends Actor> managerClass() {
        return Resolver.class;
    }

    /** Waits for the name service, on a thread where one may wait. */
    static final class Resolver extends AbstractActor {
        private static final CachePolicy.Ttl NO_TIME =
                new CachePolicy.Ttl(DurationConverters.toScala(Duration.ofMillis(1)));

        private final Config hosts;

        Resolver(DnsExt dns) {
            hosts = dns.Settings().ResolverConfig().getConfig("hosts");
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder().match(DnsProtocol.Resolve.class, this::resolve).build();
        }

        private void resolve(DnsProtocol.Resolve request) {
            String name = request.name();
            try {
                String host = hosts.hasPath(name) ? hosts.getString(name) : name;
                List<ResourceRecord> found = List.of(found(name, InetAddress.getByName(host)));
                answer(
                        new DnsProtocol.Resolved(
                                name,
                                CollectionConverters.asScala(found).toSeq(),
                                CollectionConverters.asScala(List.<ResourceRecord>of()).toSeq()));
            } catch (UnknownHostException unknown) {
                answer(new Status.Failure(unknown));
            }
        }

        private static ResourceRecord found(String name, InetAddress address) {
            return address instanceof java.net.Inet6Address six
                    ? new AAAARecord(name, NO_TIME, six)
                    : new ARecord(name, NO_TIME, address);
        }

        private void answer(Object answer) {
            getSender().tell(answer, getSelf());
        }
    }
}
