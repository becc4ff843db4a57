package dev.sluice.access;

/** Hashes of passwords with one iteration, for tests that check many passwords and not the cost of a hash. */
public final class QuickHash {

    private QuickHash() {}

    /** Returns the hash of a password. Its text is refused by {@link PasswordHash#parse}. */
    public static PasswordHash of(String password) {
        return PasswordHash.of(password, 1);
    }
}
