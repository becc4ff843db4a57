package dev.sluice.adapter.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.AuditEvent;
import dev.sluice.access.Guard;
import dev.sluice.access.Mechanism;
import dev.sluice.access.Principal;
import dev.sluice.access.Role;
import dev.sluice.access.SecretFile;
import dev.sluice.access.TokenText;
import dev.sluice.testing.FakeRequest;
import dev.sluice.testing.FakeTime;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.spi.runtime.BlockingSecurityExecutor;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
@DisplayName("The service")
@Tag("fast")
class ServicePolicyTest {

    private static final String DOTTED = "v1." + "a".repeat(32) + ".b2";
    private static final IdentitySettings SETTINGS =
            new IdentitySettings(Map.of(), Map.of(), null, null, null, Map.of(), "sluice_pools", false);

    private final CredentialStore store = new CredentialStore(
            CredentialReader.read(Map.of("tokens.ci.hash", TokenText.hash(DOTTED), "tokens.ci.roles", "viewer")),
            List.of(),
            new FakeTime());
    private final List<AuditEvent> written = new ArrayList<>();
    private final Config config = new SmallRyeConfigBuilder()
            .withDefaultValue("mp.jwt.verify.issuer", "https://issuer.example")
            .withDefaultValue("mp.jwt.verify.publickey", "key")
            .build();

    /** Finds no identity, as a verifier of expired tokens does. */
    private static final class Refusing implements IdentityProviderManager {

        @Override
        public Uni<SecurityIdentity> authenticate(AuthenticationRequest request) {
            return Uni.createFrom().failure(new SecurityException("expired"));
        }

        @Override
        public SecurityIdentity authenticateBlocking(AuthenticationRequest request) {
            throw new SecurityException("expired");
        }
    }

    private SecurityIdentity identity(FakeRequest request, Config issuer) {
        IdentityMapping mapping = new IdentityMapping(SETTINGS);
        ServiceMechanism mechanism = new ServiceMechanism(store, new IssuerKeys(issuer), null, mapping, null, null);
        return Objects.requireNonNull(mechanism
                .authenticate(request.context(), new Refusing())
                .await()
                .indefinitely());
    }

    private static FakeRequest bearer(String token) {
        return new FakeRequest("/pools").with("Authorization", "Bearer " + token);
    }

    @Test
    @DisplayName("accepts a configured token with two dots, with and without an issuer of JWTs")
    void dotted() {
        Config none = new SmallRyeConfigBuilder().build();
        for (Config issuer : List.of(config, none)) {
            assertThat(new IdentityMapping(SETTINGS).principal(identity(bearer(DOTTED), issuer)))
                    .isEqualTo(Principal.of("ci", Role.VIEWER).provenBy(Mechanism.TOKEN));
        }
    }

    @Test
    @DisplayName("refuses a JWT that is not valid without locking its address")
    void expired() {
        for (int i = 0; i < 10; i++) {
            FakeRequest request = bearer("a.b.c");
            assertThat(identity(request, config).isAnonymous()).isTrue();
            assertThat(request.context().<Login>get(ServiceMechanism.REFUSED)).isEqualTo(Login.WRONG);
        }
        assertThat(store.passwordAtOnce("jane", "password", "127.0.0.1")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"jane, jane", "p@ss!, (not shown)"})
    @DisplayName("answers a probe with wrong credentials, and audits the tried name in the background")
    void probe(String tried, String shown) throws Exception {
        ServicePolicy policy = new ServicePolicy(
                context -> false,
                new IdentityMapping(SETTINGS),
                new Guard(written::add),
                new SmallRyeConfigBuilder().build());
        String basic = Base64.getEncoder().encodeToString((tried + ":wrong").getBytes(UTF_8));
        FakeRequest request = new FakeRequest("/q/health/live").with("Authorization", "Basic " + basic);
        request.context().put(ServiceMechanism.REFUSED, Login.WRONG);
        assertThat(policy.checkPermission(request.context(), Uni.createFrom().nullItem(), null)
                        .await()
                        .indefinitely()
                        .isPermitted())
                .isTrue();
        assertThat(written).isEmpty();
        request.work();
        assertThat(written).singleElement().satisfies(event -> {
            assertThat(event.operation()).isEqualTo("login");
            assertThat(event.target()).isEqualTo(shown);
        });
    }

    @Test
    @DisplayName("reads a file with credentials on a worker, never on the thread of the requests")
    void files(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("credentials");
        write(file, "tokens.ci.hash=" + TokenText.hash(DOTTED) + "\ntokens.ci.roles=viewer\n");
        FakeTime time = new FakeTime();
        CredentialStore ofFile = new CredentialStore(
                Credentials.NONE,
                List.of(new WatchedFile("credentials-file", new SecretFile(file), CredentialLines::read, time)),
                time);
        List<String> onWorker = new ArrayList<>();
        ServiceMechanism mechanism = new ServiceMechanism(
                ofFile,
                new IssuerKeys(config),
                null,
                new IdentityMapping(SETTINGS),
                null,
                new BlockingSecurityExecutor() {
                    @Override
                    public <T> Uni<T> executeBlocking(Supplier<? extends T> work) {
                        onWorker.add("look");
                        return Uni.createFrom().item(work.get());
                    }
                });
        for (int seconds = 0; seconds < 3; seconds++) {
            assertThat(isAnonymous(mechanism)).isFalse();
            assertThat(isAnonymous(mechanism)).isFalse();
            assertThat(onWorker).hasSize(seconds);
            time.advance(Duration.ofSeconds(1));
        }
        write(file, "tokens.cd.hash=" + TokenText.hash("x".repeat(40)) + "\ntokens.cd.roles=viewer\n");
        assertThat(isAnonymous(mechanism)).as("a removed token").isTrue();
    }

    private static boolean isAnonymous(ServiceMechanism mechanism) {
        return Objects.requireNonNull(mechanism
                        .authenticate(bearer(DOTTED).context(), new Refusing())
                        .await()
                        .indefinitely())
                .isAnonymous();
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
