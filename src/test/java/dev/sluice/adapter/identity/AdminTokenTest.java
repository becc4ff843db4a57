package dev.sluice.adapter.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.Mechanism;
import dev.sluice.access.Principal;
import dev.sluice.access.ProvenIdentity;
import dev.sluice.access.Role;
import dev.sluice.access.TokenText;
import dev.sluice.testing.FakeRequest;
import dev.sluice.testing.FakeTime;
import dev.sluice.value.BadValue;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@DisplayName("The admin token")
@Tag("fast")
class AdminTokenTest {

    private static final Principal ADMIN =
            Principal.of("admin-token", Role.ADMIN).provenBy(Mechanism.TOKEN);

    private final FakeTime time = new FakeTime();
    private final List<String> announced = new ArrayList<>();

    @TempDir
    private Path home;

    private Path file() {
        return home.resolve(".sluice/admin-token");
    }

    private static IdentitySettings settings(Map<String, String> credentials, String token, Path file) {
        return new IdentitySettings(credentials, Map.of(), null, token, file, Map.of(), "sluice_pools", false);
    }

    private CredentialStore started(IdentitySettings settings) {
        return new CredentialPlan(settings, home.toString(), true, false).store(time, announced::add);
    }

    @Test
    @DisplayName("is made at the first start, for its owner only, is announced once, and is the same at the next")
    void made() throws IOException {
        CredentialStore store = started(settings(Map.of(), null, null));
        String token = Files.readString(file()).strip();
        assertThat(token).matches(TokenText::isValid);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
        assertThat(file().getParent()).isDirectoryNotContaining("glob:**.new");
        assertThat(store.token(token, "192.0.2.7").principal()).isEqualTo(ADMIN);
        assertThat(started(settings(Map.of(), null, null))
                        .token(token, "192.0.2.7")
                        .principal())
                .isEqualTo(ADMIN);
        assertThat(announced).containsExactly(token);
    }

    @Test
    @DisplayName("is not made where credentials are configured, nor outside the service")
    void notMade() {
        started(settings(Map.of(), TokenText.random(), null));
        started(settings(
                Map.of("tokens.ci.hash", TokenText.hash(TokenText.random()), "tokens.ci.roles", "viewer"), null, null));
        new CredentialPlan(settings(Map.of(), null, null), home.toString(), false, false).store(time, announced::add);
        plan(settings(Map.of(), null, null), true).store(time, announced::add);
        assertThat(file()).doesNotExist();
        assertThat(announced).isEmpty();
    }

    private CredentialPlan plan(IdentitySettings settings, boolean hasIssuer) {
        return new CredentialPlan(settings, home.toString(), true, hasIssuer);
    }

    @Test
    @DisplayName("is a login of JMX, too, which an issuer of signed tokens or an application without tokens is not")
    void secrets() {
        IdentitySettings none = settings(Map.of(), null, null);
        assertThat(plan(none, false).hasSecrets()).isTrue();
        assertThat(plan(none, true).hasSecrets()).isFalse();
        assertThat(new CredentialPlan(none, home.toString(), false, false).hasSecrets())
                .isFalse();
        assertThat(plan(settings(Map.of(), TokenText.random(), null), true).hasSecrets())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "issuer", "address"})
    @DisplayName("ends the demonstration, as an issuer and an address of others do")
    void demonstration(String what) {
        IdentitySettings settings = settings(Map.of(), what.equals("token") ? TokenText.random() : null, null);
        assertThat(demonstrated(plan(settings, what.equals("issuer")), what.equals("address") ? "0.0.0.0" : "::1"))
                .isNull();
        assertThat(demonstrated(plan(settings(Map.of(), null, null), false), "127.0.0.1"))
                .isEqualTo(DemonstrationIdentity.PRINCIPAL);
    }

    private static Principal demonstrated(CredentialPlan plan, String host) {
        Config config = new SmallRyeConfigBuilder()
                .withDefaultValue("quarkus.http.host", host)
                .build();
        ProvenIdentity proof = new LocalDemonstration(() -> true, plan, config)
                .proof(new FakeRequest("/pools").context().request());
        return proof == null ? null : proof.principal();
    }

    @Test
    @DisplayName("is the same for all processes that create it at once")
    void race() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<CredentialStore>> starts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                starts.add(() -> new CredentialPlan(settings(Map.of(), null, null), home.toString(), true, false)
                        .store(time, token -> {}));
            }
            Files.createDirectories(file().getParent());
            for (Future<CredentialStore> store : threads.invokeAll(starts, 20, TimeUnit.SECONDS)) {
                String token = Files.readString(file()).strip();
                assertThat(store.get().token(token, "192.0.2.7").principal()).isEqualTo(ADMIN);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("changes with its file, without a restart")
    void rotated() throws IOException {
        CredentialStore store = started(settings(Map.of(), null, null));
        String before = Files.readString(file()).strip();
        String after = TokenText.random();
        Files.writeString(file(), after + "\n");
        Files.setLastModifiedTime(file(), FileTime.fromMillis(1_000_000));
        time.advance(Duration.ofSeconds(1));
        store.refresh();
        assertThat(store.token(after, "192.0.2.7").principal()).isEqualTo(ADMIN);
        assertThat(store.token(before, "192.0.2.7").principal()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " \n", "short", "two words 4567890123456789012345", "a\u0001b4567890123456789012345678901234"
            })
    @DisplayName("has 32 visible ASCII characters or more, or the start is refused by its key, without the text")
    void badText(String text) throws IOException {
        Path named = Files.writeString(home.resolve("named"), text);
        Files.setPosixFilePermissions(named, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> started(settings(Map.of(), null, named)))
                .isInstanceOf(BadValue.class)
                .hasMessageStartingWith("sluice.security.admin-token-file " + named)
                .hasMessageContaining("32")
                .hasMessageNotContaining("short");
        assertThatThrownBy(() -> started(settings(Map.of(), text, null)))
                .isInstanceOf(BadValue.class)
                .hasMessageStartingWith("sluice.security.admin-token must be one word of 32");
    }

    @Test
    @DisplayName("is refused in a file that others can read, and where its file cannot be created")
    void badFile() throws IOException {
        Path open = Files.writeString(home.resolve("open"), TokenText.random());
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> started(settings(Map.of(), null, open))).hasMessageContaining("chmod 600");
        Path below = open.resolve("admin-token");
        assertThatThrownBy(() -> started(settings(Map.of(), null, below))).hasMessageContaining("cannot be created");
        assertThatThrownBy(() -> new CredentialPlan(settings(Map.of(), null, null), "", true, false))
                .hasMessageContaining("no home directory");
    }
}
