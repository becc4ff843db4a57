package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class ServiceOptionsTest {

    private static final String TOLD = "told-".repeat(7);
    private static final String FOUND = "found".repeat(7);
    private static final String RULE = "must be one word of 32 to 8192 visible ASCII characters";

    @TempDir
    Path directory;

    private StubService service;

    @BeforeEach
    void start() throws IOException {
        service = new StubService()
                .on("/pool/reset", 200, Says.report())
                .on("/pool/stats", 200, Says.stats("default", 1));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private static Path write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static CommandEnvironment with(Map<String, String> environment) {
        return new CommandEnvironment(new Steps(), environment::get, false);
    }

    private Ran reset(Map<String, String> environment, String... words) {
        return Ran.at(service.url(), with(environment), words);
    }

    @Test
    @DisplayName(
            "the token that a service on this machine has made for its user is found, and sent to this machine only")
    void ofThisMachine(@TempDir Path home) throws IOException {
        Path file = home.resolve("admin-token");
        CommandEnvironment own = new CommandEnvironment(new Steps(), Map.<String, String>of()::get, false, file);
        assertThat(Ran.at(service.url(), own, "reset").code()).isZero();
        write(file, FOUND + "\n");
        assertThat(Ran.at(service.url(), own, "reset").code()).isZero();
        CommandEnvironment both = new CommandEnvironment(new Steps(), Map.of("SLUICE_TOKEN", TOLD)::get, false, file);
        assertThat(Ran.at(service.url(), both, "reset").code()).isZero();
        assertThat(service.requests)
                .containsExactly(
                        "POST /pool/reset null wait=2",
                        "POST /pool/reset Bearer " + FOUND + " wait=2",
                        "POST /pool/reset Bearer " + TOLD + " wait=2");
        for (String url : new String[] {
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example:8080",
            "https://evil.example",
            "http://[::2]"
        }) {
            assertThat(ServiceOptions.isThisMachine(URI.create(url))).as(url).isFalse();
        }
        for (String url : new String[] {"http://127.0.0.1:8080", "http://LOCALHOST", "https://[::1]:1/x"}) {
            assertThat(ServiceOptions.isThisMachine(URI.create(url))).as(url).isTrue();
        }
    }

    private static void isRefused(Ran ran, String line) {
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err().lines().findFirst()).contains(line);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "localhost:8080",
                "ftp://localhost",
                "http://",
                "http:///x",
                "http://localhost:70000",
                "http://localhost:-1",
                "http://h/?a=b",
                "http://h/#a",
                "http://h h"
            })
    @DisplayName("an invalid URL is refused with its rule, and ends with 2")
    void badUrl(String url) {
        isRefused(
                Ran.at(url, with(Map.of()), "stats"), "--url must be as in http://host:8080, or https: '" + url + "'");
    }

    @Test
    @DisplayName("a URL with a user is refused, and not shown")
    void userInUrl() {
        Ran ran = Ran.at("http://admin:hunter2@127.0.0.1:1", with(Map.of()), "stats");
        isRefused(ran, "--url must not name a user: use --token-file or SLUICE_TOKEN");
        assertThat(ran.err()).doesNotContain("hunter2");
        Ran inEnvironment = Ran.of(new StatsCommand(with(Map.of("SLUICE_URL", "http://admin:hunter2@127.0.0.1:1"))));
        isRefused(inEnvironment, "SLUICE_URL must not name a user: use --token-file or SLUICE_TOKEN");
    }

    @Test
    @DisplayName("the URL comes from the environment without an option; a path in it is kept")
    void urlOfEnvironment() {
        Ran ran = Ran.of(new StatsCommand(with(Map.of("SLUICE_URL", service.url() + "/"))));
        assertThat(ran.code()).isZero();
        service.on("/behind/pool/stats", 200, Says.stats("default", 1));
        assertThat(Ran.at(service.url() + "/behind/", with(Map.of()), "stats").code())
                .isZero();
        assertThat(Ran.of(new StatsCommand(with(Map.of("SLUICE_URL", "http://127.0.0.1:1"))), "--url", service.url())
                        .code())
                .isZero();
    }

    @Test
    @DisplayName("the token comes from a file, or else from the environment, and is sent with every request")
    void token() throws IOException {
        assertThat(reset(Map.of(), "reset").code()).isZero();
        assertThat(reset(Map.of("SLUICE_TOKEN", TOLD), "reset").code()).isZero();
        Path file = write(directory.resolve("token"), FOUND + "\n");
        assertThat(reset(Map.of("SLUICE_TOKEN", TOLD), "reset", "--token-file", file.toString())
                        .code())
                .isZero();
        assertThat(reset(Map.of("SLUICE_TOKEN", TOLD), "stats").code()).isZero();
        assertThat(service.requests)
                .containsExactly(
                        "POST /pool/reset null wait=2",
                        "POST /pool/reset Bearer " + TOLD + " wait=2",
                        "POST /pool/reset Bearer " + FOUND + " wait=2",
                        "GET /pool/stats Bearer " + TOLD + " null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two words that are longer than 32 characters",
                "hunter2hunter2hunter2hunter2hunter2\nX-Injected: yes",
                "h\u00fcnter2hunter2hunter2hunter2hunter2",
                "hunter2hunter2hunter2hunter2hunter2\u0007",
                "hunter2hunter2hunter2hunter2hun"
            })
    @DisplayName("a token that is short, or that no header can carry, is refused, and not shown")
    void badToken(String token) throws IOException {
        Ran ran = reset(Map.of("SLUICE_TOKEN", token), "reset");
        isRefused(ran, "the token in SLUICE_TOKEN " + RULE);
        Path file = write(directory.resolve("token"), token);
        Ran ofFile = reset(Map.of(), "reset", "--token-file", file.toString());
        isRefused(ofFile, "the token in " + file + " " + RULE);
        CommandEnvironment own = new CommandEnvironment(new Steps(), Map.<String, String>of()::get, false, file);
        Ran ofThisMachine = Ran.at(service.url(), own, "reset");
        isRefused(ofThisMachine, "the token in " + file + " " + RULE);
        assertThat(ran.err() + ofFile.err() + ofThisMachine.err()).doesNotContain("nter2", "words");
        assertThat(service.requests).isEmpty();
    }

    @Test
    @DisplayName("a token file that is not there, is none, is empty or has no end is refused")
    void badTokenFile() throws IOException {
        Path missing = directory.resolve("missing");
        isRefused(
                reset(Map.of(), "reset", "--token-file", missing.toString()),
                "the token file " + missing + " cannot be read: it does not exist");
        isRefused(
                reset(Map.of(), "reset", "--token-file", directory.toString()),
                "the token file " + directory + " cannot be read: it is a directory");
        Path empty = write(directory.resolve("empty"), "\n");
        isRefused(
                reset(Map.of("SLUICE_TOKEN", TOLD), "reset", "--token-file", empty.toString()),
                "the token in " + empty + " " + RULE);
        Path endless = write(directory.resolve("long"), "x".repeat(8193));
        isRefused(reset(Map.of(), "reset", "--token-file", endless.toString()), "the token in " + endless + " " + RULE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw-----w-"})
    @DisplayName("a token file that others can read or change is refused by its name, and sent nowhere")
    void openTokenFile(String permissions) throws IOException {
        Path file = write(directory.resolve("token"), FOUND);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        CommandEnvironment own = new CommandEnvironment(new Steps(), Map.<String, String>of()::get, false, file);
        for (Ran ran : List.of(
                reset(Map.of(), "reset", "--token-file", file.toString()), Ran.at(service.url(), own, "reset"))) {
            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err())
                    .startsWith("the token file " + file + " can be read")
                    .contains("chmod 600");
        }
        assertThat(service.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "NaN", "1e9", "0x"})
    @DisplayName("a duration that cannot be read or is out of bounds ends with 2")
    void badSeconds(String seconds) {
        String line = "must be a duration from 100 ms to 24 h, such as 500ms, 30s, 1h30m or PT10M: '" + seconds + "'";
        assertRefuses("stats", "--timeout=" + seconds, line);
        assertRefuses("stats", "--watch=" + seconds, line);
        assertRefuses("top", "--interval=" + seconds, line);
    }

    private void assertRefuses(String command, String option, String line) {
        Ran ran = reset(Map.of(), command, option);
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains(line).doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stats --token=x", "reset a b", "top orders", "stats --watch orders more", "stats --all x"})
    @DisplayName("an argument that the command does not have ends with 2")
    void unknownWords(String words) {
        assertThat(reset(Map.of(), words.split(" ")).code()).isEqualTo(2);
        assertThat(service.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stats", "reset", "top"})
    @DisplayName("help names the common options, and ends with 0")
    void help(String name) {
        Ran ran = reset(Map.of(), name, "--help");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).startsWith("Usage: " + name).contains("--url", "--token-file", "--timeout", "--help");
        assertThat(service.requests).isEmpty();
    }
}
