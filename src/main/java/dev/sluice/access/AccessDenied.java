package dev.sluice.access;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The refusal of a request whose requester lacks a permission. Nothing has changed. */
public final class AccessDenied extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean isAnonymous;

    private AccessDenied(boolean isAnonymous, String message) {
        super(message);
        this.isAnonymous = isAnonymous;
    }

    static AccessDenied unknown(Role role) {
        return new AccessDenied(true, "this needs the role " + word(role) + ", and the request has no credentials");
    }

    static AccessDenied role(Principal principal, Role role) {
        return new AccessDenied(
                false, "this needs the role " + word(role) + "; " + principal.name() + " has " + principal.roleNames());
    }

    static AccessDenied pool(Principal principal, @Nullable String pool) {
        return new AccessDenied(
                false,
                pool == null
                        ? "this concerns all pools; " + principal.name() + " is limited to " + principal.pools()
                        : principal.name() + " has no permission for pool '" + pool + "'");
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether credentials could help: the request had none. */
    public boolean isAnonymous() {
        return isAnonymous;
    }
}
