package dev.sluice.adapter.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The content of an Authorization header.
 *
 * @param scheme the scheme
 * @param name the name of a user; empty for a token
 * @param secret the password or the token
 */
record RequestCredentials(CredentialScheme scheme, String name, String secret) {

    /** The kinds of credentials. */
    enum CredentialScheme {
        /** A token of the configuration. */
        TOKEN,
        /** A signed token of an issuer. */
        JWT,
        /** A name and a password. */
        PASSWORD,
        /** Anything else. */
        UNKNOWN
    }

    private static final RequestCredentials UNKNOWN = new RequestCredentials(CredentialScheme.UNKNOWN, "", "");
    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";
    private static final Pattern THREE_PARTS = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    /** Reads the Authorization headers of a request; null if it has none. Repeated headers are not credentials. */
    static @Nullable RequestCredentials of(List<String> headers) {
        if (headers.isEmpty()) {
            return null;
        }
        String header = headers.get(0);
        if (headers.size() > 1) {
            return UNKNOWN;
        }
        if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            String token = header.substring(BEARER.length()).strip();
            CredentialScheme scheme =
                    THREE_PARTS.matcher(token).matches() ? CredentialScheme.JWT : CredentialScheme.TOKEN;
            return new RequestCredentials(scheme, "", token);
        }
        return header.regionMatches(true, 0, BASIC, 0, BASIC.length())
                ? basic(header.substring(BASIC.length()).strip())
                : UNKNOWN;
    }

    private static RequestCredentials basic(String encoded) {
        try {
            String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0
                    ? UNKNOWN
                    : new RequestCredentials(
                            CredentialScheme.PASSWORD, text.substring(0, colon), text.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    @Override
    public String toString() {
        return scheme + " ***";
    }
}
