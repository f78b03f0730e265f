package io.tapio.peer;

import java.util.List;

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

    PeerFigures figures(List<PeerFigures.View> members) {
        return new PeerFigures(
                members,
                new PeerFigures.Traffic(framesReceived, framesSent, bytesReceived, bytesSent),
                new PeerFigures.Trouble(accepted, strangers, refused, malformed, silent, failed));
    }
}
