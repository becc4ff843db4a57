package dev.sluice.adapter.identity;

import dev.sluice.access.Principal;
import dev.sluice.access.ProvenIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a login. Immutable.
 *
 * @param proof the identity, or null if the login is refused
 * @param refusal the reason of a refusal, or null
 * @param retrySeconds seconds after which a retry makes sense; zero if it does not depend on time
 */
record Login(@Nullable ProvenIdentity proof, @Nullable LoginRefusal refusal, int retrySeconds) {

    /** The reason of a refused login. */
    enum LoginRefusal {
        /** The request has no credentials. */
        MISSING,
        /** The credentials are wrong. */
        WRONG,
        /** The address or name is locked after failures. */
        LOCKED,
        /** Too many passwords are being checked. */
        BUSY
    }

    /** The outcome of a request without credentials. */
    static final Login NONE = new Login(null, LoginRefusal.MISSING, 0);

    static final Login WRONG = new Login(null, LoginRefusal.WRONG, 0);

    static final Login BUSY = new Login(null, LoginRefusal.BUSY, 1);

    static Login of(ProvenIdentity proof) {
        return new Login(proof, null, 0);
    }

    /** Returns the identity, or null if the login is refused. */
    @Nullable
    Principal principal() {
        return proof == null ? null : proof.principal();
    }

    static Login locked(int seconds) {
        return new Login(null, LoginRefusal.LOCKED, seconds);
    }
}
