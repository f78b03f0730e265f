package io.tapio.admin;

import io.tapio.cluster.ClusterFigures;
import io.tapio.peer.PeerFigures;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How the other members of the ensemble are, as seen from here; for {@code mntr}. What did not
 * answer in time is left out.
 */
record OtherMembers(Optional<PeerFigures> links, Optional<ClusterFigures> cluster) {

    void write(Text out) {
        links.ifPresent(figures -> write(figures, out));
        cluster.ifPresent(figures -> write(figures, out));
    }

    private static void write(PeerFigures links, Text out) {
        gauge("peers_reached", count(links, PeerFigures.View::reached), out);
        gauge("peers_heard", count(links, PeerFigures.View::heard), out);
        gauge("peers_linked", count(links, PeerFigures.View::linked), out);
        gauge("peers_queued_bytes", queuedBytes(links), out);
        gauge("peers_bytes_received", links.traffic().bytesReceived(), out);
        gauge("peers_bytes_sent", links.traffic().bytesSent(), out);
        gauge("peers_strangers", links.trouble().strangers(), out);
        gauge("peers_refused", links.trouble().refused(), out);
        gauge("peers_malformed", links.trouble().malformed(), out);
        gauge("peers_silent", links.trouble().silent(), out);
        gauge("peers_failed", links.trouble().failed(), out);
    }

    private static long count(PeerFigures links, Predicate<PeerFigures.View> which) {
        return links.members().stream().filter(which).count();
    }

    private static long queuedBytes(PeerFigures links) {
        return links.members().stream().mapToLong(PeerFigures.View::queuedBytes).sum();
    }

    private static void write(ClusterFigures cluster, Text out) {
        gauge("cluster_up", cluster.up().size(), out);
        gauge("cluster_unreachable", cluster.unreachable().size(), out);
        gauge("cluster_in_contact", cluster.inContact().size(), out);
        gauge("cluster_restarts", cluster.restarts(), out);
    }

    private static void gauge(String name, long value, Text out) {
        MonitorReport.gauge("tapio_" + name, value, out);
    }
}
