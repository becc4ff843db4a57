package dev.sluice.adapter.rest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalLong;

/** Limits for connections of clients that neither read nor send requests, under {@code sluice.http.limits}. */
@ConfigMapping(prefix = "sluice.http.limits")
public interface HttpLimits {

    /** True if the limits apply, for all requests of the process. The service switches them on; default false. */
    @WithDefault("false")
    boolean enabled();

    /**
     * The bytes of answers that are being made (256 KiB for each read) or that clients have not read yet, over all
     * connections. Beyond this limit, reads other than probes are answered with 503. Default: an eighth of the heap.
     */
    OptionalLong unreadBytes();

    /** The time for which a client may leave an answer without taking a byte of it; then its connection is closed. */
    @WithDefault("10s")
    Duration unreadTimeout();

    /** The time that a new connection may take to send the head of its first request; then it is closed. */
    @WithDefault("10s")
    Duration headerTimeout();

    /** The time for which a connection may be without a request; then it is closed. */
    @WithDefault("10s")
    Duration keepAlive();
}
