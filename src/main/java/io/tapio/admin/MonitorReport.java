package io.tapio.admin;

import java.util.Optional;

/**
 * The figures of {@code mntr}, under ZooKeeper's names where ZooKeeper counts the same, and under
 * {@code zk_tapio_} where it does not. What is not counted is not there.
 */
record MonitorReport(
        ServerStatus status,
        StateFigures state,
        Traffic traffic,
        Disk disk,
        int watches,
        long authFailures,
        EnsembleNews ensemble,
        Uptime uptime,
        Optional<OpenFiles> files,
        Optional<OtherMembers> others) {

    /**
     * For how long clients have been served.
     *
     * @param nowMs on the clock that told the beginning
     */
    record Uptime(long sinceMs, long nowMs) {}

    /**
     * What the front door counted since the start.
     *
     * @param accepted sockets
     * @param rejected sockets, for a limit
     * @param malformed connections closed for a frame length that cannot be
     * @param silent connections closed because nothing was heard in time
     * @param failed connections closed for a mistake of ours
     * @param queuedBytes that clients have not taken yet; at this moment
     */
    record Traffic(
            long accepted,
            long rejected,
            long malformed,
            long silent,
            long failed,
            long bytesReceived,
            long bytesSent,
            long queuedBytes) {}

    /** How the log fares. */
    record Disk(
            Summary recovery,
            Summary fsyncs,
            Summary snapshots,
            long slowFsyncs,
            long bytesAppended,
            boolean full) {}

    void write(Text out) {
        writeServer(out);
        writeState(out);
        writeTraffic(out);
        writeDisk(out);
        others.ifPresent(seen -> seen.write(out));
    }

    private void writeServer(Text out) {
        gauge("version", status.version(), out);
        gauge("server_state", status.role().mode(), out);
        ensemble.write(uptime.nowMs, state.pendingSyncs(), out);
        gauge("uptime", uptime.nowMs - uptime.sinceMs, out);
        gauge("avg_latency", status.latencies().averageMs(), out);
        gauge("min_latency", status.latencies().minMs(), out);
        gauge("max_latency", status.latencies().maxMs(), out);
        gauge("packets_received", status.received(), out);
        gauge("packets_sent", status.sent(), out);
        gauge("num_alive_connections", status.connections(), out);
        gauge("outstanding_requests", status.outstanding(), out);
        gauge("auth_failed_count", authFailures, out);
        files.ifPresent(
                count -> {
                    gauge("open_file_descriptor_count", count.open(), out);
                    gauge("max_file_descriptor_count", count.max(), out);
                });
    }

    private void writeState(Text out) {
        gauge("znode_count", state.nodeCount(), out);
        gauge("watch_count", watches, out);
        gauge("ephemerals_count", state.ephemerals(), out);
        gauge("approximate_data_size", state.dataBytes(), out);
        gauge("global_sessions", state.sessions(), out);
        gauge("local_sessions", state.localSessions(), out);
        state.quotas()
                .forEach(
                        (space, quota) -> {
                            String before = space + "_quota_";
                            gauge(before + "count_limit_per_namespace", quota.countLimit(), out);
                            gauge(before + "bytes_limit_per_namespace", quota.bytesLimit(), out);
                            gauge(before + "count_usage_per_namespace", quota.count(), out);
                            gauge(before + "bytes_usage_per_namespace", quota.bytes(), out);
                        });
    }

    private void writeTraffic(Text out) {
        gauge("connection_rejected", traffic.rejected, out);
        gauge("bytes_received_count", traffic.bytesReceived, out);
        gauge("tapio_bytes_sent", traffic.bytesSent, out);
        gauge("tapio_queued_bytes", traffic.queuedBytes, out);
        gauge("tapio_connections_accepted", traffic.accepted, out);
        gauge("tapio_connections_malformed", traffic.malformed, out);
        gauge("tapio_connections_silent", traffic.silent, out);
        gauge("tapio_connections_failed", traffic.failed, out);
    }

    private void writeDisk(Text out) {
        summary("fsynctime", disk.fsyncs, out);
        summary("snapshottime", disk.snapshots, out);
        summary("dbinittime", disk.recovery, out);
        gauge("tapio_slow_fsyncs", disk.slowFsyncs, out);
        gauge("tapio_log_bytes_appended", disk.bytesAppended, out);
        gauge("tapio_disk_full", disk.full ? 1 : 0, out);
    }

    static void summary(String name, Summary summary, Text out) {
        gauge("avg_" + name, summary.average(), out);
        gauge("min_" + name, summary.minMs(), out);
        gauge("max_" + name, summary.maxMs(), out);
        gauge("cnt_" + name, summary.count(), out);
        gauge("sum_" + name, (long) summary.sumMs(), out);
    }

    static void gauge(String name, Object value, Text out) {
        out.line("zk_" + name + "\t" + value);
    }
}
