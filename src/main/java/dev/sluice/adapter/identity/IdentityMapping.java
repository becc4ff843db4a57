package dev.sluice.adapter.identity;

import dev.sluice.access.Mechanism;
import dev.sluice.access.PoolScope;
import dev.sluice.access.Principal;
import dev.sluice.access.ProvenIdentity;
import dev.sluice.access.Role;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Translates identities of Quarkus to principals. An identity of the service's own credentials carries its principal.
 * Any other identity, such as a JWT or a user of an embedding application, has the roles whose names it has, and is
 * limited to the pools that a claim or attribute lists. Immutable.
 *
 * <p>Not a singleton, because filters are created before the application starts with its real configuration. Behind its
 * proxy, the mapping is created at its first use.
 */
@ApplicationScoped
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class IdentityMapping {

    /** The attribute of an identity that has its principal. */
    static final String PRINCIPAL = Principal.class.getName();

    /** The attribute of an identity that has its {@link ProvenIdentity#holds() validity}. */
    private static final String VALIDITY = ProvenIdentity.class.getName();

    private static final boolean HAS_SIGNED_TOKENS = isPresent("org.eclipse.microprofile.jwt.JsonWebToken");

    private final Map<Role, List<String>> names;
    private final String poolsClaim;

    @Inject
    IdentityMapping(IdentitySettings settings) {
        names = settings.roles();
        poolsClaim = settings.poolsClaim();
    }

    /** Returns an identity that carries the principal and its validity. */
    static SecurityIdentity identity(ProvenIdentity proof) {
        Principal principal = proof.principal();
        QuarkusSecurityIdentity.Builder identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(principal.name()))
                .addAttribute(PRINCIPAL, principal)
                .addAttribute(VALIDITY, proof.holds());
        principal.roles().forEach(role -> identity.addRole(role.name().toLowerCase(Locale.ROOT)));
        return identity.build();
    }

    /**
     * Returns the principal of an identity, limited by its attribute, or by the claim if it is a signed token without
     * the attribute; null for an anonymous identity.
     */
    @Nullable
    Principal principal(@Nullable SecurityIdentity identity) {
        return identity == null ? null : principal(identity, name -> attributeOrClaim(identity, name));
    }

    /**
     * Returns whether the identity is still valid, as a question for later: a JWT until its expiry, and an identity of the
     * service as long as its credentials. Other identities of an application do not tell, and count as valid.
     */
    static BooleanSupplier validity(SecurityIdentity identity) {
        BooleanSupplier own = identity.getAttribute(VALIDITY);
        if (own != null) {
            return own;
        }
        return HAS_SIGNED_TOKENS ? SignedClaims.validity(identity.getPrincipal()) : () -> true;
    }

    private static @Nullable Object attributeOrClaim(SecurityIdentity identity, String name) {
        Object attribute = identity.getAttribute(name);
        return attribute == null && HAS_SIGNED_TOKENS ? SignedClaims.of(identity.getPrincipal(), name) : attribute;
    }

    /** Returns whether the application has a class, which is optional. */
    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, IdentityMapping.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /**
     * Returns the principal of an identity; null for an anonymous identity.
     *
     * @param claims returns a claim by its name, or null without such a claim
     */
    @Nullable
    Principal principal(SecurityIdentity identity, Function<String, @Nullable Object> claims) {
        if (identity.isAnonymous()) {
            return null;
        }
        Principal own = identity.getAttribute(PRINCIPAL);
        return own != null
                ? own
                : new Principal(
                        String.valueOf(identity.getPrincipal().getName()),
                        roles(identity.getRoles()),
                        pools(claims.apply(poolsClaim)),
                        HAS_SIGNED_TOKENS && SignedClaims.are(identity.getPrincipal())
                                ? Mechanism.JWT
                                : Mechanism.APPLICATION);
    }

    private Set<Role> roles(Set<String> given) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        names.forEach((role, groups) -> {
            if (groups.stream().anyMatch(given::contains)) {
                roles.add(role);
            }
        });
        return roles;
    }

    /** Returns the listed pools. A claim that is no list gives none, so that no mistake widens a limit. */
    private static PoolScope pools(@Nullable Object claim) {
        if (claim == null) {
            return PoolScope.ALL;
        }
        if (claim instanceof Collection<?> listed) {
            return PoolScope.of(listed.stream().map(IdentityMapping::text).toList());
        }
        return PoolScope.of(claim instanceof CharSequence text ? CredentialReader.words(text.toString()) : List.of());
    }

    /** Returns the text of an element; the elements of a claim are JSON values, whose text is in quotes. */
    private static String text(@Nullable Object element) {
        String text = String.valueOf(element);
        boolean isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return isQuoted ? text.substring(1, text.length() - 1) : text;
    }
}
