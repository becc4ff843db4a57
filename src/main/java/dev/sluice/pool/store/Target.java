package dev.sluice.pool.store;

import org.jspecify.annotations.Nullable;

/**
 * Where resources are to come from, and for whom; what is null stays as it is.
 *
 * @param url of the other side
 * @param username to be known by there
 * @param password never shown
 * @param writable whether the other side must take writes
 */
public record Target(
        @Nullable String url,
        @Nullable String username,
        @Nullable String password,
        boolean writable) {

    /** Checks that something is to change. */
    public Target {
        if (url == null && username == null && password == null) {
            throw new IllegalArgumentException("password must be given, or username, or url: missing");
        }
    }

    @Override
    public String toString() {
        return "Target[url=" + url + ", username=" + username + ", password=" + (password == null ? "same" : "***")
                + ", writable=" + writable + "]";
    }
}
