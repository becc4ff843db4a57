package dev.sluice.adapter.identity;

import dev.sluice.access.Mechanism;
import dev.sluice.access.Principal;
import dev.sluice.access.Role;
import dev.sluice.access.TokenText;
import dev.sluice.value.BadValue;
import java.util.Map;

/** The token of the identity {@value #NAME}, which has the role admin for all pools. */
final class AdminToken {

    static final String KEY = "sluice.security.admin-token";
    static final String NAME = "admin-token";

    private AdminToken() {}

    /**
     * Returns the credentials that have this token only.
     *
     * @param key the setting that the token comes from
     * @throws BadValue if the text cannot be a token; the text is not shown
     */
    static Credentials read(String key, String text) {
        String token = text.strip();
        if (!TokenText.isValid(token)) {
            throw BadValue.of(key, TokenText.RULE);
        }
        return new Credentials(
                Map.of(TokenText.hash(token), Principal.of(NAME, Role.ADMIN).provenBy(Mechanism.TOKEN)), Map.of());
    }
}
