package dev.sluice.pool.store;

import dev.sluice.value.BadValue;
import org.jspecify.annotations.Nullable;

/**
 * The target of a move: endpoint and credentials. A null value leaves the present value unchanged.
 *
 * @param url URL of the new endpoint
 * @param username user at the new endpoint
 * @param password password of the user, never shown
 * @param writable whether the new endpoint must accept writes
 * @param isRequested whether a request from outside names the target, so that the rules for requests hold
 */
public record Target(
        @Nullable String url,
        @Nullable String username,
        @Nullable String password,
        boolean writable,
        boolean isRequested) {

    /** The rule that {@link #hasControlCharacter} checks, for a refusal. */
    public static final String NO_CONTROL_CHARACTER = "must not have control characters";

    /** Checks that at least one value changes, and that no text has a control character. */
    public Target {
        if (url == null && username == null && password == null) {
            throw BadValue.of("password", "is missing: the command needs username, password or both");
        }
        requirePlain("username", username);
        requirePlain("password", password);
    }

    /** Creates the target of a caller in this process. */
    public Target(@Nullable String url, @Nullable String username, @Nullable String password, boolean writable) {
        this(url, username, password, writable, false);
    }

    /** Returns the same target as one that a request from outside names. */
    public Target ofRequest() {
        return new Target(url, username, password, writable, true);
    }

    private static void requirePlain(String name, @Nullable String value) {
        if (value != null && hasControlCharacter(value)) {
            throw BadValue.of(name, NO_CONTROL_CHARACTER);
        }
    }

    /**
     * Returns whether a text has a control character. Protocols end texts with such characters: a server would read the
     * rest of a user name after one as further settings of the session.
     */
    public static boolean hasControlCharacter(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    @Override
    public String toString() {
        return "Target[url=" + url + ", username=" + username + ", password=" + (password == null ? "same" : "***")
                + ", writable=" + writable + "]";
    }
}
