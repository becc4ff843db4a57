package dev.sluice.access;

import org.jspecify.annotations.Nullable;

/** Checks names and passwords, and tokens. Thread-safe. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Returns the person or program to whom the secret belongs. May take the time of a password hash, and waits for no
     * other machine.
     *
     * @param name the name of the user; for a token, the name is not checked
     * @param secret the password, or the token
     * @param address the address of the peer, which is locked for some time after failures
     * @return the principal, as long as the secret stays valid; null if the name is unknown, the secret is wrong, or the
     *     name or address is locked
     */
    @Nullable
    ProvenIdentity authenticate(String name, String secret, String address);
}
