package dev.sluice.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a password: PBKDF2 with HMAC-SHA256, with {@value #FEWEST} to {@value #MOST} iterations. Written as
 * {@code pbkdf2-sha256:iterations:salt:hash}, salt and hash in hexadecimal digits. Immutable.
 */
public final class PasswordHash {

    /** The fewest iterations, as OWASP recommends for PBKDF2 with HMAC-SHA256. */
    public static final int FEWEST = 600_000;

    /** The most iterations, so that a configured value cannot block a login for minutes. */
    public static final int MOST = 10_000_000;

    /** The most characters of a password. */
    public static final int LONGEST_PASSWORD = 1024;

    /** The rule for the text, as the predicate of a sentence about the setting. */
    public static final String RULE = "must be as in pbkdf2-sha256:" + FEWEST + ":<salt>:<hash>, with at least "
            + FEWEST + " iterations, as 'sluice hash-password' prints it";

    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final Pattern TEXT =
            Pattern.compile("pbkdf2-sha256:([0-9]{1,8}):((?:[0-9a-fA-F]{2}){16,64}):([0-9a-fA-F]{64})");

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** Returns the hash that the text has, or null if the text breaks the {@link #RULE}. */
    public static @Nullable PasswordHash parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        int iterations = Integer.parseInt(parts.group(1));
        HexFormat hex = HexFormat.of();
        return iterations < FEWEST || iterations > MOST
                ? null
                : new PasswordHash(iterations, hex.parseHex(parts.group(2)), hex.parseHex(parts.group(3)));
    }

    /** Returns the hash of a password under a random salt. Takes a tenth of a second or more. */
    public static PasswordHash of(String password) {
        return of(password, FEWEST);
    }

    /** Returns the hash of a password under a random salt, with as many iterations as given, also fewer than a text may have. */
    static PasswordHash of(String password, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(iterations, salt, derive(password, salt, iterations));
    }

    /** Returns whether the text can be a password: not empty, and not longer than the limit. */
    public static boolean isPossible(String password) {
        return !password.isEmpty() && password.length() <= LONGEST_PASSWORD;
    }

    /** Returns whether this is the hash of the password. Takes the time of the iterations. */
    public boolean matches(String password) {
        return isPossible(password) && MessageDigest.isEqual(hash, derive(password, salt, iterations));
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        } finally {
            spec.clearPassword();
        }
    }

    /** Returns the line for the configuration. */
    public String line() {
        HexFormat hex = HexFormat.of();
        return "pbkdf2-sha256:" + iterations + ":" + hex.formatHex(salt) + ":" + hex.formatHex(hash);
    }

    @Override
    public String toString() {
        return "***";
    }

    /** Returns whether the other object is a hash of the same password, with the same salt. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PasswordHash same && line().equals(same.line());
    }

    @Override
    public int hashCode() {
        return line().hashCode();
    }
}
