package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@DisplayName("The operator token")
@Tag("fast")
class TokenFileTest {

    private static final Caller LOCAL =
            new Caller("127.0.0.1", "http", "localhost", 8080, Map.<String, String>of()::get);

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("keys/operator-token");
    }

    private Config config(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                TokenFile.KEY,
                file().toString(),
                ListenAddress.HOST,
                "127.0.0.1",
                "sluice.fallback-url",
                "jdbc:h2:mem:x"));
        all.putAll(more);
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build();
    }

    private static Caller bearer(String token) {
        return new Caller("127.0.0.1", "http", "localhost", 8080, Map.of("Authorization", "Bearer " + token)::get);
    }

    private OperatorGuard started(Config config, boolean demonstration) {
        OperatorGuard guard = new OperatorGuard(config, () -> demonstration);
        guard.checkAddress(new StartupEvent());
        guard.prepareToken(new StartupEvent());
        return guard;
    }

    @Test
    @DisplayName("is made at the first start with anything real, for its owner only, and is the same at the next")
    void made() throws IOException {
        OperatorGuard guard = started(config(Map.of()), false);
        String token = Files.readString(file()).strip();
        assertThat(token).hasSize(43).matches("[A-Za-z0-9_-]+");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
        assertThat(file().getParent()).isDirectoryNotContaining("glob:**.new");
        assertNeedsToken(guard);
        assertThatCode(() -> guard.admit(bearer(token))).doesNotThrowAnyException();
        started(config(Map.of()), false).admit(bearer(token));
        assertThat(Files.readString(file())).startsWith(token);
    }

    private static void assertNeedsToken(OperatorGuard guard) {
        for (Caller caller : List.of(LOCAL, bearer("guess"), bearer(""))) {
            assertThatThrownBy(() -> guard.admit(caller))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.TOKEN_REQUIRED));
        }
    }

    @Test
    @DisplayName("is not needed by programs on this machine during the demonstration, and always without it")
    void demonstration() {
        AtomicBoolean on = new AtomicBoolean(true);
        OperatorGuard guard = new OperatorGuard(config(Map.of()), on::get);
        guard.checkAddress(new StartupEvent());
        guard.prepareToken(new StartupEvent());
        assertThat(file()).exists();
        guard.admit(LOCAL);
        on.set(false);
        assertNeedsToken(guard);
    }

    @Test
    @DisplayName("is the same for all processes that create it at once")
    void race() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<OperatorToken>> starts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                starts.add(() -> TokenFile.of(config(Map.of())).readOrMake());
            }
            Files.createDirectories(file().getParent());
            for (Future<OperatorToken> made : threads.invokeAll(starts, 20, TimeUnit.SECONDS)) {
                assertThat(made.get().matches(Files.readString(file()).strip())).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw-rw----", "rw-----w-"})
    @DisplayName("is not taken from a file that others can read or write, and the refusal names the key")
    void openFile(String permissions) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "known-to-others");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));
        assertThatThrownBy(() -> started(config(Map.of()), false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(TokenFile.KEY)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("known-to-others");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "two words", "a\u0001b", "\u00e9"})
    @DisplayName("is one word, or the start is refused")
    void noWord(String content) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), content);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> started(config(Map.of()), false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(TokenFile.KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.7", "no-such-host.invalid", ""})
    @DisplayName("must be there where others can reach the service, or the start is refused in one line with the key")
    void otherAddress(String host) throws IOException {
        for (boolean demonstration : new boolean[] {true, false}) {
            assertThatThrownBy(() -> started(config(Map.of(ListenAddress.HOST, host)), demonstration))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(OperatorGuard.KEY)
                    .hasMessageNotContaining("\n");
        }
        assertThat(file()).doesNotExist();
        OperatorGuard guard = started(config(Map.of(ListenAddress.HOST, host, OperatorGuard.KEY, "secret")), true);
        assertNeedsToken(guard);
        guard.admit(bearer("secret"));
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "mounted\n");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("r--------"));
        started(config(Map.of(ListenAddress.HOST, host)), true).admit(bearer("mounted"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "127.3.2.1", "::1"})
    @DisplayName("is no condition of a start at a loopback address, nor of a batch, which opens no port")
    void loopback(String host) {
        started(config(Map.of(ListenAddress.HOST, "0.0.0.0", "quarkus.http.host-enabled", "false")), false);
        started(config(Map.of(ListenAddress.HOST, "0.0.0.0", "quarkus.http.host-enabled", "off")), false);
        assertThat(file()).doesNotExist();
        started(config(Map.of(ListenAddress.HOST, host)), true);
        assertThat(file()).exists();
    }

    @Test
    @DisplayName("is created in an application only at the first change; without a token, no change is accepted")
    void embedded() throws IOException {
        OperatorGuard guard = started(config(Map.of("sluice.fallback-url", "", ListenAddress.HOST, "0.0.0.0")), false);
        assertThat(file()).doesNotExist();
        assertNeedsToken(guard);
        guard.admit(bearer(Files.readString(file()).strip()));

        Path noDirectory = Files.writeString(directory.resolve("file"), "");
        OperatorGuard closed = started(
                config(Map.of(
                        "sluice.fallback-url",
                        "",
                        TokenFile.KEY,
                        noDirectory.resolve("operator-token").toString())),
                false);
        assertNeedsToken(closed);
    }
}
