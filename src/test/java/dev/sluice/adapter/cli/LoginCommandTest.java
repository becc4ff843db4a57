package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fast")
class LoginCommandTest {

    private static final String TOKEN = "token".repeat(8);

    @TempDir
    Path home;

    private StubService service;

    @BeforeEach
    void start() throws IOException {
        service = new StubService().on("/pools", 200, Says.pools("orders", "reports"));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private CommandEnvironment surroundings(Map<String, String> environment) {
        return new CommandEnvironment(new Steps(), environment::get, false, null, home.resolve("tokens"));
    }

    private Ran login(String typed, String... words) {
        LoginCommand command = new LoginCommand(surroundings(Map.of("SLUICE_URL", service.url())), prompt -> typed);
        return Ran.of(command, words);
    }

    private Path file() {
        return new KeptTokens(home.resolve("tokens")).file(URI.create(service.url()));
    }

    @Test
    @DisplayName("an accepted token is kept for its owner only, and sent by later commands to the same URL only")
    void kept() throws IOException {
        Ran ran = login(TOKEN + "\n");
        assertThat(ran.code()).isZero();
        assertThat(ran.out().strip())
                .isEqualTo(service.url() + ": the token is accepted, 2 pools are visible; kept in " + file());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("tokens"))))
                .isEqualTo("rwx------");
        try (StubService other = new StubService().on("/pools", 200, "[]")) {
            assertThat(Ran.at(service.url(), surroundings(Map.of()), "pools").code())
                    .isZero();
            assertThat(Ran.at(other.url(), surroundings(Map.of()), "pools").code())
                    .isZero();
            Ran.at(service.url(), surroundings(Map.of("SLUICE_TOKEN", "other".repeat(8))), "pools");
            assertThat(service.requests)
                    .containsExactly(
                            "GET /pools Bearer " + TOKEN + " null",
                            "GET /pools Bearer " + TOKEN + " null",
                            "GET /pools Bearer " + "other".repeat(8) + " null");
            assertThat(other.requests).containsExactly("GET /pools null null");
        }
    }

    @Test
    @DisplayName("a refused token is not kept, and an earlier one stays")
    void refused() throws IOException {
        login(TOKEN);
        service.on("/pools", 401, "{\"title\":\"Credentials required\",\"detail\":\"unknown token\"}");
        Ran ran = login("wrong".repeat(8));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).startsWith("Credentials required: ").doesNotContain("wrong");
        assertThat(Files.readString(file()).strip()).isEqualTo(TOKEN);
    }

    @Test
    @DisplayName("an invalid token is refused with 2, sent nowhere and not shown")
    void invalid() {
        Ran ran = login("short");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err())
                .contains("the token in the input must be one word")
                .doesNotContain("short");
        assertThat(service.requests).isEmpty();
        assertThat(file()).doesNotExist();
    }

    @Test
    @DisplayName("--check sends the kept token, --forget removes it and sends nothing")
    void checkAndForget() {
        login(TOKEN);
        assertThat(login("", "--check").out().strip())
                .isEqualTo(service.url() + ": the token is accepted, 2 pools are visible");
        assertThat(service.requests).last().asString().contains(TOKEN);
        int before = service.requests.size();
        assertThat(login("", "--forget").out().strip()).isEqualTo(service.url() + ": the token is removed");
        assertThat(login("", "--forget").out().strip()).isEqualTo(service.url() + ": no token was kept");
        assertThat(file()).doesNotExist();
        assertThat(service.requests).hasSize(before);
        assertThat(login("", "--forget", "--check").code()).isEqualTo(2);
    }

    @Test
    @DisplayName("a kept token that others can read is refused by its name")
    void open() throws IOException {
        login(TOKEN);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        Ran ran = Ran.at(service.url(), surroundings(Map.of()), "pools");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("chmod 600");
    }

    @Test
    @DisplayName("a token for plain http on another machine causes a warning")
    void readable() {
        assertThat(ServiceOptions.isReadable(URI.create("http://pools.example")))
                .isTrue();
        assertThat(ServiceOptions.isReadable(URI.create("HTTPS://pools.example")))
                .isFalse();
        assertThat(ServiceOptions.isReadable(URI.create("http://localhost:8080")))
                .isFalse();
    }
}
