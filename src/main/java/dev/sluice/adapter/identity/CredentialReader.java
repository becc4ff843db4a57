package dev.sluice.adapter.identity;

import dev.sluice.access.Mechanism;
import dev.sluice.access.PasswordHash;
import dev.sluice.access.PoolScope;
import dev.sluice.access.Principal;
import dev.sluice.access.Role;
import dev.sluice.access.TokenText;
import dev.sluice.control.PoolName;
import dev.sluice.value.BadValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads identities from settings: {@code tokens.<name>.hash}, {@code users.<name>.password-hash}, and for both
 * {@code .roles} and {@code .pools}. A refusal names the key, and shows no hash.
 */
final class CredentialReader {

    private static final String TOKENS = "tokens";
    private static final String USERS = "users";
    private static final String ROLES = "roles";
    private static final String POOLS = "pools";
    private static final Map<String, String> SECRETS = Map.of(TOKENS, "hash", USERS, "password-hash");

    /** Names of identities that have no token and no password. */
    private static final Set<String> RESERVED =
            Set.of("anonymous", "application", DemonstrationIdentity.NAME, AdminToken.NAME);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}");

    private CredentialReader() {}

    /**
     * Reads tokens and users.
     *
     * @param values values by key, without the prefix {@code sluice.security.}
     * @throws BadValue that names the key
     */
    static Credentials read(Map<String, String> values) {
        Map<String, Map<String, String>> identities = new TreeMap<>();
        values.forEach((key, value) -> {
            int dot = key.lastIndexOf('.');
            identities
                    .computeIfAbsent(ownerOf(key), owner -> new HashMap<>())
                    .put(key.substring(dot + 1), value.strip());
        });
        Credentials all = Credentials.NONE;
        for (Map.Entry<String, Map<String, String>> each : identities.entrySet()) {
            all = all.and(identity(each.getKey(), each.getValue()));
        }
        return all;
    }

    /** Returns the kind and the name of the identity that a key belongs to. */
    private static String ownerOf(String key) {
        int first = key.indexOf('.');
        int last = key.lastIndexOf('.');
        String secret = first < 0 ? null : SECRETS.get(key.substring(0, first));
        if (secret == null || last == first) {
            throw BadValue.of(
                    key,
                    "is no key of a token or user; known: tokens.<name>.hash, users.<name>.password-hash,"
                            + " and for both .roles and .pools");
        }
        List<String> known = List.of(secret, ROLES, POOLS);
        if (!known.contains(key.substring(last + 1))) {
            throw BadValue.unknown(key, "setting of an identity", known);
        }
        return key.substring(0, last);
    }

    private static Credentials identity(String owner, Map<String, String> values) {
        String kind = owner.substring(0, owner.indexOf('.'));
        Mechanism mechanism = kind.equals(TOKENS) ? Mechanism.TOKEN : Mechanism.PASSWORD;
        Principal principal = principal(owner, owner.substring(kind.length() + 1), mechanism, values);
        String key = owner + "." + SECRETS.get(kind);
        String secret = Objects.requireNonNullElse(values.get(SECRETS.get(kind)), "");
        if (kind.equals(TOKENS)) {
            if (!TokenText.isHash(secret)) {
                throw BadValue.of(key, TokenText.HASH_RULE);
            }
            return new Credentials(Map.of(secret.toLowerCase(Locale.ROOT), principal), Map.of());
        }
        PasswordHash hash = PasswordHash.parse(secret);
        if (hash == null) {
            throw BadValue.of(key, PasswordHash.RULE);
        }
        return new Credentials(Map.of(), Map.of(principal.name(), new Credentials.KnownUser(principal, hash)));
    }

    /**
     * Reads the roles and pools of an identity.
     *
     * @param owner the prefix of the keys
     * @param name the name of the identity
     * @param mechanism the way in which it is proven
     * @param values values by the last part of the key
     */
    static Principal principal(String owner, String name, Mechanism mechanism, Map<String, String> values) {
        if (!NAME.matcher(name).matches()) {
            throw BadValue.of(owner, "must have a name of 1 to 64 letters, digits and . _ @ + -");
        }
        if (RESERVED.contains(name)) {
            throw BadValue.of(owner, "has a name that is reserved");
        }
        return new Principal(
                name,
                roles(owner + "." + ROLES, values.get(ROLES)),
                pools(owner + "." + POOLS, values.get(POOLS)),
                mechanism);
    }

    private static Set<Role> roles(String key, @Nullable String text) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : words(text == null ? "" : text)) {
            roles.add(Arrays.stream(Role.values())
                    .filter(role -> role.name().equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() -> badRoles(key, word)));
        }
        if (roles.isEmpty()) {
            throw badRoles(key, text);
        }
        return roles;
    }

    private static BadValue badRoles(String key, @Nullable String text) {
        return BadValue.ofText(key, "must list at least one of viewer, operator, admin, auditor", text);
    }

    private static PoolScope pools(String key, @Nullable String text) {
        if (text == null) {
            return PoolScope.ALL;
        }
        List<String> names = words(text);
        if (names.isEmpty()) {
            throw BadValue.ofText(key, "must list names of pools; without the key, all pools are meant", text);
        }
        try {
            names.forEach(PoolName::check);
        } catch (BadValue e) {
            throw e.renamed(key);
        }
        return PoolScope.of(names);
    }

    /** Returns the words between the commas of a list. */
    static List<String> words(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
