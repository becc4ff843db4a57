package dev.sluice.bench;

import java.time.Duration;

/**
 * The settings of every peer. No peer validates on acquire, detects leaks or changes autocommit.
 *
 * @param min resources that it keeps, and begins with
 * @param max the most that it has
 * @param url of the sessions; pools of other things ignore it
 * @param user of the sessions
 * @param timeout how long callers are ready to wait
 */
record PeerSettings(int min, int max, String url, String user, Duration timeout) {

    /** The size of the pools, unless a scenario says otherwise. */
    static final int SIZE = 20;

    /** Timeout of callers, unless a scenario sets another: longer than the worst peer needs. */
    static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** A full pool of sessions that cost nothing. */
    static PeerSettings free() {
        return free(SIZE, SIZE);
    }

    /** A pool of sessions that cost nothing. */
    static PeerSettings free(int min, int max) {
        FakeDriver.register();
        return new PeerSettings(min, max, FakeDriver.URL, "nobody", TIMEOUT);
    }

    /** The same with so many sessions. */
    PeerSettings withSize(int size) {
        return new PeerSettings(size, size, url, user, timeout);
    }

    /** The same with a word more for the driver, {@code key=value}. */
    PeerSettings with(String option) {
        return new PeerSettings(min, max, url + (url.contains("?") ? '&' : '?') + option, user, timeout);
    }

    /** The same for callers of another patience. */
    PeerSettings withTimeout(Duration newTimeout) {
        return new PeerSettings(min, max, url, user, newTimeout);
    }
}
