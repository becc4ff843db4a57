package dev.sluice.adapter.identity;

import dev.sluice.access.PasswordHash;
import dev.sluice.access.Principal;
import dev.sluice.access.TokenText;
import dev.sluice.value.BadValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The known tokens and users at a moment. Immutable. */
final class Credentials {

    static final Credentials NONE = new Credentials(Map.of(), Map.of());

    private final Map<String, Principal> tokens;
    private final Map<String, KnownUser> users;

    /**
     * A user with a password.
     *
     * @param principal the identity
     * @param hash the hash of the password
     */
    record KnownUser(Principal principal, PasswordHash hash) {}

    /**
     * @param tokens identities by the hash of their token, in lower case
     * @param users users by their name
     */
    Credentials(Map<String, Principal> tokens, Map<String, KnownUser> users) {
        this.tokens = Map.copyOf(tokens);
        this.users = Map.copyOf(users);
    }

    /** Returns the identity of a token, or null if the token is unknown. Costs one hash and one look-up. */
    @Nullable
    Principal ofToken(String token) {
        return ofHash(TokenText.hash(token));
    }

    /** Returns the identity of a token with this hash, or null if the token is unknown. */
    @Nullable
    Principal ofHash(String hash) {
        return tokens.get(hash);
    }

    @Nullable
    KnownUser user(String name) {
        return users.get(name);
    }

    boolean isEmpty() {
        return tokens.isEmpty() && users.isEmpty();
    }

    /** Returns whether a user exists, whose password needs a hash to be checked. */
    boolean hasUsers() {
        return !users.isEmpty();
    }

    /**
     * Returns these credentials and others.
     *
     * @throws BadValue if both have a token, or an identity of the same name
     */
    Credentials and(Credentials others) {
        Map<String, Principal> allTokens = new HashMap<>(tokens);
        others.tokens.forEach((hash, principal) -> {
            if (allTokens.put(hash, principal) != null) {
                throw BadValue.of("tokens." + principal.name() + ".hash", "is the hash of another token, too");
            }
        });
        Map<String, KnownUser> allUsers = new HashMap<>(users);
        allUsers.putAll(others.users);
        Set<String> names = names();
        others.names().forEach(name -> {
            if (!names.add(name)) {
                throw BadValue.of(name, "is the name of two tokens or users");
            }
        });
        return new Credentials(allTokens, allUsers);
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>(users.keySet());
        tokens.values().forEach(principal -> names.add(principal.name()));
        return names;
    }
}
