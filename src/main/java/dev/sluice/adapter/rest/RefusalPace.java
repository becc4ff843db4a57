package dev.sluice.adapter.rest;

import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Logs requests that were refused for lack of a proven identity: one line a second at most, with the number of
 * the requests since the last line. So a flood of such requests cannot fill the log. Thread-safe.
 */
final class RefusalPace {

    private static final long BETWEEN_LINES = Duration.ofSeconds(1).toNanos();

    private final Ticker ticker;
    private final Consumer<String> log;
    private @Nullable Long last; // Guarded by this, like all below
    private long leftOut;

    RefusalPace(Ticker ticker, Consumer<String> log) {
        this.ticker = ticker;
        this.log = log;
    }

    /**
     * Records a refusal.
     *
     * @param address the address of the connection's other end
     * @param request the method and the path
     */
    void record(String address, String request) {
        long others;
        synchronized (this) {
            long now = ticker.nanos();
            if (last != null && now - last < BETWEEN_LINES) {
                leftOut++;
                return;
            }
            others = leftOut;
            last = now;
            leftOut = 0;
        }
        log.accept("a request from " + address + " without valid credentials was refused: " + request
                + (others == 0 ? "" : "; " + others + " more since the last such line"));
    }
}
