package dev.sluice.adapter.rest;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Keeps the instance of a problem a valid URI reference (RFC 9457), because a path may have any character. */
final class ProblemInstances {

    private static final String ALLOWED = "-._~!$&'()*+,;=:@/%";
    private static final int ASCII = 128;

    private ProblemInstances() {}

    /** Returns the path with escapes for all characters that a URI must not contain. */
    static String reference(@Nullable String path) {
        StringBuilder reference = new StringBuilder();
        for (byte each : String.valueOf(path).getBytes(StandardCharsets.UTF_8)) {
            int octet = Byte.toUnsignedInt(each);
            boolean plain = octet < ASCII && (Character.isLetterOrDigit(octet) || ALLOWED.indexOf(octet) >= 0);
            reference.append(plain ? String.valueOf((char) octet) : String.format("%%%02X", octet));
        }
        return withValidEscapes(reference.toString());
    }

    private static String withValidEscapes(String reference) {
        return reference.replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    }
}
