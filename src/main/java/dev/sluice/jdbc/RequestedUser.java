package dev.sluice.jdbc;

import io.agroal.api.security.NamePrincipal;

/** The name of a user that a request gave. No output has it, because it may be a secret in the wrong field. */
final class RequestedUser extends NamePrincipal {

    private static final long serialVersionUID = 1L;

    RequestedUser(String name) {
        super(name);
    }
}
