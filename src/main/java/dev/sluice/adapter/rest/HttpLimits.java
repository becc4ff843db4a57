package dev.sluice.adapter.rest;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Limits for connections of clients that neither read nor send, under {@code sluice.http.limits}. All values are
 * positive.
 *
 * @param enabled whether the limits on connections and answers apply, for all requests of the process
 * @param unreadBytes maximum bytes over all connections: answers in preparation (256 KiB for each read), bodies that
 *     are being received, and answers that clients have not read; by default an eighth of the heap
 * @param unreadTimeout the time in which a client must read {@value ReadingPace#LEAST_BYTES} bytes of its answers, or
 *     all
 * @param headerTimeout maximum time in which a new connection must send the head of its first request
 * @param keepAlive maximum time for which a connection may have no request
 * @param bodyTimeout maximum time for the body of a request; for rows of a batch, the time for each {@value
 *     BatchUpload#LEAST_BYTES} bytes
 * @param followers maximum number of streams of events at the same time
 */
public record HttpLimits(
        boolean enabled,
        OptionalLong unreadBytes,
        Duration unreadTimeout,
        Duration headerTimeout,
        Duration keepAlive,
        Duration bodyTimeout,
        int followers) {}
