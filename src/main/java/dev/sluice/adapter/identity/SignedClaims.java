package dev.sluice.adapter.identity;

import java.security.Principal;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Claims of signed tokens (JWT). Only an application with MicroProfile JWT can load this class. */
final class SignedClaims {

    private SignedClaims() {}

    /** Returns whether the principal is a signed token. */
    static boolean are(Principal principal) {
        return principal instanceof JsonWebToken;
    }

    /** Returns the claim of a principal that is a signed token; null without such a claim, and for others. */
    static @Nullable Object of(Principal principal, String claim) {
        return principal instanceof JsonWebToken token ? token.getClaim(claim) : null;
    }

    /** Returns whether a principal is no signed token, or one that is not expired, as a question for later. */
    static BooleanSupplier validity(Principal principal) {
        return validity(of(principal, "exp"), InstantSource.system());
    }

    /**
     * Returns whether the time of the expiry has not come, as a question for later.
     *
     * @param expiry seconds since 1970, or anything else without an expiry
     */
    static BooleanSupplier validity(@Nullable Object expiry, InstantSource clock) {
        if (!(expiry instanceof Number seconds)) {
            return () -> true;
        }
        long end = seconds.longValue();
        return () -> clock.instant().getEpochSecond() < end;
    }
}
