package dev.sluice.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place of a line in the chain. A line begins with its number, and ends with the hash of the line before it and its
 * own hash, which covers everything before itself. Immutable.
 *
 * @param number number of the line, from 1 on, without gaps over all files
 * @param hash SHA-256 of the line without its hash, in Base64 for addresses without padding
 */
record ChainLink(long number, String hash) {

    /** The place before the first line. */
    static final ChainLink START = new ChainLink(0, "0".repeat(43));

    private static final Pattern SHAPE =
            Pattern.compile("(\\{\"number\":(\\d{1,18}),.*,\"previous\":\"([\\w-]{43})\"),\"hash\":\"([\\w-]{43})\"}");

    /** Returns the next line: the fields of a JSON object, completed by its place. */
    Sealed seal(String fields) {
        String open = "{\"number\":" + (number + 1) + "," + fields + ",\"previous\":\"" + hash + "\"";
        ChainLink next = new ChainLink(number + 1, hashOf(open));
        return new Sealed(open + ",\"hash\":\"" + next.hash + "\"}", next);
    }

    /** Returns the place that a line claims, if its own hash is right; otherwise null. */
    static @Nullable Claim claimOf(String line) {
        Matcher parts = SHAPE.matcher(line);
        if (!parts.matches() || !hashOf(parts.group(1)).equals(parts.group(4))) {
            return null;
        }
        return new Claim(new ChainLink(Long.parseLong(parts.group(2)), parts.group(4)), parts.group(3));
    }

    private static String hashOf(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /**
     * A line with its place.
     *
     * @param text the line, without its end
     * @param link its place
     */
    record Sealed(String text, ChainLink link) {}

    /**
     * The place that a line claims to have.
     *
     * @param link number and hash of the line
     * @param previous hash of the line before it
     */
    record Claim(ChainLink link, String previous) {

        boolean follows(ChainLink before) {
            return link.number == before.number + 1 && previous.equals(before.hash);
        }
    }
}
