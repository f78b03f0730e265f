package io.tapio.peer;

/** Running totals of the door for members; owned by the loop's thread. */
final class PeerCounters {
    long accepted;
    long strangers;
    long refused;
    long malformed;
    long silent;
    long failed;
    long framesReceived;
    long framesSent;
    long bytesReceived;
    long bytesSent;
}
