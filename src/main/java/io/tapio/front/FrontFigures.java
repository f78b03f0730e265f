package io.tapio.front;

import java.util.Map;

/**
 * What the front door counted, at one moment.
 *
 * @param connections open now
 * @param rejected sockets closed at once because a limit was reached
 * @param malformed connections closed for a frame length that cannot be
 * @param silent connections closed because nothing was heard in time
 * @param failed connections closed because serving them threw an exception
 * @param closings connections closed by us, by reason
 * @param unanswered requests given to sessions and not answered yet
 * @param queuedBytes replies and events that clients have not taken yet
 */
public record FrontFigures(
        int connections,
        long accepted,
        long rejected,
        long malformed,
        long silent,
        long failed,
        Map<String, Long> closings,
        long packetsReceived,
        long packetsSent,
        long bytesReceived,
        long bytesSent,
        long unanswered,
        long queuedBytes) {}
