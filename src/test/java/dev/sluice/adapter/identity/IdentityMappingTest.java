package dev.sluice.adapter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.Mechanism;
import dev.sluice.access.PoolScope;
import dev.sluice.access.Principal;
import dev.sluice.access.ProvenIdentity;
import dev.sluice.access.Role;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The principal of an identity of Quarkus")
@Tag("fast")
class IdentityMappingTest {

    private final IdentityMapping mapping = new IdentityMapping(new IdentitySettings(
            Map.of(),
            Map.of(),
            null,
            null,
            null,
            Map.of(Role.VIEWER, List.of("staff"), Role.OPERATOR, List.of("sre", "dba")),
            "sluice_pools",
            false));

    private static QuarkusSecurityIdentity.Builder ada(String... roles) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal("ada"))
                .addRoles(Set.of(roles));
    }

    @Test
    @DisplayName("has the roles whose configured names the identity has, and no other")
    void roles() {
        assertThat(mapping.principal(ada("dba", "staff", "admin").build()))
                .isEqualTo(new Principal("ada", Set.of(Role.VIEWER, Role.OPERATOR), PoolScope.ALL));
        assertThat(mapping.principal(ada("admin", "operator").build()))
                .isEqualTo(new Principal("ada", Set.of(), PoolScope.ALL));
    }

    @Test
    @DisplayName("is missing for an anonymous identity, and without any identity")
    void anonymous() {
        assertThat(mapping.principal(null)).isNull();
        assertThat(mapping.principal(ada("sre").setAnonymous(true).build())).isNull();
    }

    @Test
    @DisplayName("is limited to the pools of the attribute; an attribute of another type permits no pool")
    void pools() {
        assertThat(poolsOf("orders, users")).isEqualTo(PoolScope.of(List.of("orders", "users")));
        assertThat(poolsOf(List.of("orders"))).isEqualTo(PoolScope.of(List.of("orders")));
        assertThat(poolsOf(7)).isEqualTo(PoolScope.of(List.of()));
        assertThat(poolsOf("")).isEqualTo(PoolScope.of(List.of()));
    }

    private PoolScope poolsOf(Object attribute) {
        return Objects.requireNonNull(mapping.principal(
                        ada("sre").addAttribute("sluice_pools", attribute).build()))
                .pools();
    }

    @Test
    @DisplayName("has the pools of the claim of a signed token, if the identity has no attribute")
    void claim() {
        JsonWebToken token = new JsonWebToken() {
            @Override
            public String getName() {
                return "ada";
            }

            @Override
            public Set<String> getClaimNames() {
                return Set.of("sluice_pools");
            }

            @Override
            @SuppressWarnings("unchecked")
            public <T> T getClaim(String name) {
                return name.equals("sluice_pools") ? (T) List.of("orders") : null;
            }
        };
        assertThat(mapping.principal(ada("sre").setPrincipal(token).build()))
                .isEqualTo(new Principal("ada", Set.of(Role.OPERATOR), PoolScope.of(List.of("orders")), Mechanism.JWT));
        assertThat(mapping.principal(ada("sre")
                        .setPrincipal(token)
                        .addAttribute("sluice_pools", "users")
                        .build()))
                .isEqualTo(new Principal("ada", Set.of(Role.OPERATOR), PoolScope.of(List.of("users")), Mechanism.JWT));
    }

    @Test
    @DisplayName("is the one of the service's own credentials, whatever its roles are called")
    void own() {
        Principal principal = new Principal("ci", Set.of(Role.ADMIN), PoolScope.of(List.of("orders")));
        assertThat(mapping.principal(IdentityMapping.identity(ProvenIdentity.lasting(principal))))
                .isEqualTo(principal);
    }

    @Test
    @DisplayName(
            "is valid as long as the credentials of the service, until the expiry of a JWT, and otherwise for ever")
    void validity() {
        AtomicBoolean holds = new AtomicBoolean(true);
        BooleanSupplier own = IdentityMapping.validity(
                IdentityMapping.identity(new ProvenIdentity(Principal.of("ci", Role.ADMIN), holds::get)));
        assertThat(own.getAsBoolean()).isTrue();
        holds.set(false);
        assertThat(own.getAsBoolean()).isFalse();
        assertThat(IdentityMapping.validity(ada("sre").build()).getAsBoolean()).isTrue();

        AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(99));
        BooleanSupplier signed = SignedClaims.validity(100L, now::get);
        assertThat(signed.getAsBoolean()).isTrue();
        now.set(Instant.ofEpochSecond(100));
        assertThat(signed.getAsBoolean()).isFalse();
        assertThat(SignedClaims.validity(null, now::get).getAsBoolean()).isTrue();
    }
}
