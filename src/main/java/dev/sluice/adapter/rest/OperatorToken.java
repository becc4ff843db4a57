package dev.sluice.adapter.rest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** The operator token, compared in constant time and never shown. Immutable. */
final class OperatorToken {

    private static final int RANDOM_BYTES = 32;
    private static final Pattern ONE_WORD = Pattern.compile("[\\x21-\\x7e]+");

    private final byte[] value;

    OperatorToken(String value) {
        this.value = value.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns an unpredictable text: 256 random bits, as one word. */
    static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns whether the text could be a token: one word of visible ASCII characters. */
    static boolean isOneWord(String text) {
        return ONE_WORD.matcher(text).matches();
    }

    /** Returns whether the given text is this token. */
    boolean matches(String given) {
        return MessageDigest.isEqual(value, given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "***";
    }
}
