package dev.sluice.adapter.rest;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Limits for connections of clients that neither read nor send, under {@code sluice.http.limits}. All durations are
 * positive.
 *
 * @param enabled whether the limits on connections and answers apply, for all requests of the process
 * @param unreadBytes the bytes of answers in preparation (256 KiB for each read), of bodies that are being received,
 *     and of answers that clients have not read, over all connections; by default an eighth of the heap
 * @param unreadTimeout the time in which a client must take {@value ReadingPace#LEAST_BYTES} bytes of its answers, or
 *     all
 * @param headerTimeout the time that a new connection may take to send the head of its first request
 * @param keepAlive the time for which a connection may be without a request
 * @param bodyTimeout the time that the body of a request may take; for rows of a batch, the time that each
 *     {@value BatchUpload#LEAST_BYTES} bytes may take
 */
public record HttpLimits(
        boolean enabled,
        OptionalLong unreadBytes,
        Duration unreadTimeout,
        Duration headerTimeout,
        Duration keepAlive,
        Duration bodyTimeout) {}
