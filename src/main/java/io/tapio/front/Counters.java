package io.tapio.front;

/** Running totals of the front door; owned by the loop's thread. */
final class Counters {
    long accepted;
    long rejected;
    long malformed;
    long silent;
    long failed;
    long packetsReceived;
    long packetsSent;
    long bytesReceived;
    long bytesSent;

    void resetTraffic() {
        packetsReceived = 0;
        packetsSent = 0;
        bytesReceived = 0;
        bytesSent = 0;
    }
}
