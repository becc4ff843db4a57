package dev.sluice.adapter.identity;

import java.security.Principal;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Claims of signed tokens (JWT). Only an application with MicroProfile JWT can load this class. */
final class SignedClaims {

    private SignedClaims() {}

    /** Returns the claim of a principal that is a signed token; null without such a claim, and for others. */
    static @Nullable Object of(Principal principal, String claim) {
        return principal instanceof JsonWebToken token ? token.getClaim(claim) : null;
    }
}
