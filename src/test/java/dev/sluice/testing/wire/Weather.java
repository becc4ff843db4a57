package dev.sluice.testing.wire;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The treatment of passing bytes by a {@link FaultyWire}. Immutable.
 *
 * @param latency how long each piece of data is held up
 * @param jitter by how much longer, at most, by chance
 * @param bytesPerSecond how many pass in a second, each way; 0 is no limit
 * @param swallowed the ways on which nothing arrives, and nobody is told
 * @param cuts after how many bytes of a way, counted from the first of a connection or from now, it is cut
 * @param slowClose how long the end of one side is kept from the other
 */
public record Weather(
        Duration latency,
        Duration jitter,
        int bytesPerSecond,
        Set<Way> swallowed,
        Map<Way, Long> cuts,
        Duration slowClose) {

    /** Everything passes at once. */
    public static final Weather FAIR = new Weather(Duration.ZERO, Duration.ZERO, 0, Set.of(), Map.of(), Duration.ZERO);

    /** Copies what it is given. */
    public Weather {
        swallowed = Set.copyOf(swallowed);
        cuts = Map.copyOf(cuts);
    }

    /** Every piece of data comes later, by so much and up to so much more. */
    public static Weather slow(Duration latency, Duration jitter) {
        return new Weather(latency, jitter, 0, Set.of(), Map.of(), Duration.ZERO);
    }

    /** No more bytes in a second than that. */
    public static Weather narrow(int bytesPerSecond) {
        return new Weather(Duration.ZERO, Duration.ZERO, bytesPerSecond, Set.of(), Map.of(), Duration.ZERO);
    }

    /** A black hole on these ways. */
    public static Weather blackHole(Way... ways) {
        return new Weather(Duration.ZERO, Duration.ZERO, 0, Set.of(ways), Map.of(), Duration.ZERO);
    }

    /** Connections end in the middle of what they carry, after so many bytes more. */
    public static Weather cut(Way way, long afterBytes) {
        return new Weather(Duration.ZERO, Duration.ZERO, 0, Set.of(), Map.of(way, afterBytes), Duration.ZERO);
    }

    /** The end of one side is kept from the other for so long. */
    public static Weather slowToClose(Duration delay) {
        return new Weather(Duration.ZERO, Duration.ZERO, 0, Set.of(), Map.of(), delay);
    }
}
