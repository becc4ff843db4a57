package dev.sluice.pool;

import dev.sluice.time.SpanText;
import java.time.Duration;

/** Reports that a caller has waited for as long as callers may wait during an outage. The cause is the last failure. */
final class OutageRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    OutageRefusal(Duration maxWait, Throwable cause) {
        super("the database is down, and callers wait for it " + SpanText.of(maxWait) + " at most", cause);
    }
}
