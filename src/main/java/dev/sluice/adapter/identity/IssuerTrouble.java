package dev.sluice.adapter.identity;

import dev.sluice.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/** Logs trouble with the keys of the issuer of signed tokens, at most once a minute. Thread-safe. */
final class IssuerTrouble {

    private static final Logger LOG = Logger.getLogger(IssuerTrouble.class);
    private static final long PERIOD = Duration.ofMinutes(1).toNanos();

    private final Ticker ticker;
    private boolean isLogged; // Guarded by this
    private long loggedAt; // Guarded by this

    IssuerTrouble(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Logs the failure to verify a token if it concerns the keys, not the token. */
    void failed(Throwable failure) {
        Throwable fault = ofKeys(failure);
        if (fault != null && isDue()) {
            LOG.warnf(
                    "signed tokens are refused, because the issuer's key is missing or cannot be read (%s): check %s",
                    fault.getClass().getSimpleName(), "mp.jwt.verify.publickey.location");
        }
    }

    private static @Nullable Throwable ofKeys(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) { // causes may form a ring
            if (cause instanceof UnresolvableKeyException || cause instanceof IOException) {
                return cause;
            }
            cause = cause.getCause();
        }
        return null;
    }

    private synchronized boolean isDue() {
        long now = ticker.nanos();
        if (isLogged && now - loggedAt < PERIOD) {
            return false;
        }
        isLogged = true;
        loggedAt = now;
        return true;
    }
}
