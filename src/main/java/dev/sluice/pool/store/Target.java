package dev.sluice.pool.store;

import org.jspecify.annotations.Nullable;

/**
 * The target of a move: endpoint and credentials; a null value stays as it is.
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

    /** The rule that {@link #hasControlCharacter} checks, for a refusal. */
    public static final String NO_CONTROL_CHARACTER = "must not have control characters";

    /** Checks that something is to change, and that no text can be read as more than one. */
    public Target {
        if (url == null && username == null && password == null) {
            throw new IllegalArgumentException("password must be given, or username: missing");
        }
        requirePlain("username", username);
        requirePlain("password", password);
    }

    private static void requirePlain(String name, @Nullable String value) {
        if (value != null && hasControlCharacter(value)) {
            throw new IllegalArgumentException(name + " " + NO_CONTROL_CHARACTER);
        }
    }

    /**
     * Returns whether a text has a control character. Protocols end texts with such characters: what comes after one in
     * the name of a user would be read by the server as further settings of the session.
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
