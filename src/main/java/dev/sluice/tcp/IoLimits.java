package dev.sluice.tcp;

import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import dev.sluice.value.BadValue;
import java.time.Duration;

/** Default limits of reads and writes; zero for no limit. */
record IoLimits(Duration read, Duration write) {

    IoLimits {
        notNegative("read timeout", read);
        notNegative("write timeout", write);
    }

    static void notNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw BadValue.of(key, "must not be negative", value);
        }
    }

    static Deadline deadline(Duration timeout, Ticker ticker) {
        notNegative("timeout", timeout);
        return timeout.isZero() ? Deadline.never(ticker) : Deadline.in(timeout, ticker);
    }
}
