package dev.sluice.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The text of a bearer token: {@value #SHORTEST} to {@value #LONGEST} visible ASCII characters, one word. */
public final class TokenText {

    /** The fewest characters of a token. */
    public static final int SHORTEST = 32;

    /** The most characters of a token. */
    public static final int LONGEST = 4096;

    /** The rule for the text, as the predicate of a sentence about the token. */
    public static final String RULE =
            "must be one word of " + SHORTEST + " to " + LONGEST + " visible ASCII characters";

    /** The rule for the hash of a token, as the predicate of a sentence about the hash. */
    public static final String HASH_RULE =
            "must be the SHA-256 of the token in 64 hexadecimal digits, as 'sluice" + " hash-token' prints it";

    private static final int RANDOM_BYTES = 32;
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{" + SHORTEST + "," + LONGEST + "}");
    private static final Pattern HASH = Pattern.compile("(?i)[0-9a-f]{64}");

    private TokenText() {}

    /** Returns an unpredictable token: 256 random bits, as one word. */
    public static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns whether the text keeps the {@link #RULE}. */
    public static boolean isValid(String text) {
        return VISIBLE.matcher(text).matches();
    }

    /** Returns whether the text keeps the {@link #HASH_RULE}. */
    public static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    /** Returns the SHA-256 of the text in lower-case hexadecimal digits. */
    public static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
