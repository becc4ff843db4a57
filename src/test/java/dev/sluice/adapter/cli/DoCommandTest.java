package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class DoCommandTest {

    private static final String CATALOGUE = """
            [{"name":"reset","title":"Replace all connections","breaksLeases":true,"method":"POST",
              "path":"/pools/{name}/reset","parametersIn":"QUERY","takesSettings":false,
              "parameters":[{"name":"force","takes":"true or false","required":false,"secret":false,
                             "defaultValue":"false","description":"Whether leases are broken.","example":"false"}]},
             {"name":"rotate-credentials","title":"Change the password","breaksLeases":false,"method":"POST",
              "path":"/pools/{name}/rotate-credentials","parametersIn":"BODY","takesSettings":false,
              "parameters":[{"name":"password","takes":"a text","required":true,"secret":true,
                             "defaultValue":null,"description":"Password of the user.","example":"…"}]},
             {"name":"pause","title":"Let callers wait","breaksLeases":false,"method":"POST",
              "path":"/pools/{name}/pause","parametersIn":"QUERY","takesSettings":false,"parameters":[]},
             {"name":"create-pool","title":"Create a pool","breaksLeases":false,"method":"POST",
              "path":"/pools","parametersIn":"BODY","takesSettings":true,
              "parameters":[{"name":"keyPhrase","takes":"a text","required":false,"secret":true,
                             "defaultValue":null,"description":"Phrase of the key.","example":"…"}]},
             {"name":"delete-pool","title":"Delete a pool","breaksLeases":true,"method":"DELETE",
              "path":"/pools/{name}","parametersIn":"QUERY","takesSettings":false,"parameters":[]}]""";

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private StubService service;

    @BeforeEach
    void start() throws IOException {
        service = new StubService().on("/operations/catalogue", 200, CATALOGUE);
        for (String path : List.of(
                "/pools/orders/reset",
                "/pools/orders/pause",
                "/pools/orders/rotate-credentials",
                "/pools",
                "/pools/orders")) {
            service.on(path, exchange -> {
                seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                StubService.answer(exchange, 200, Says.report());
            });
        }
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Ran run(String... words) {
        return Ran.patient(service.url(), new Steps().surroundings(), words);
    }

    @Test
    @DisplayName("sluice do sends the operation with its parameters, and prints the report in words")
    void sends() {
        Ran ran = run("do", "orders", "reset", "force=true", "--dry-run", "--deadline", "30s");
        assertThat(ran.code()).isZero();
        assertThat(seen).containsExactly("POST /pools/orders/reset?force=true&dryRun=true&deadline=30s ");
        assertThat(ran.lines())
                .containsExactly(
                        "pool 'default': reset: created 10 of 10, closed 2, took 11ms; the pool is RUNNING with 10"
                                + " connections",
                        "1 leased connection is closed when released");
    }

    @Test
    @DisplayName("a secret is read from a file and sent in the body; on the command line it is refused")
    void secrets(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "tr0ub4dor\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Ran open = run("do", "orders", "rotate-credentials", "password=@" + file);
        assertThat(open.code()).isEqualTo(ExitCode.USAGE);
        assertThat(open.err())
                .startsWith("the file for password, '" + file + "', can be read or written by others: chmod 600 it");
        assertThat(seen).isEmpty();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(run("do", "orders", "rotate-credentials", "password=@" + file)
                        .code())
                .isZero();
        assertThat(seen).containsExactly("POST /pools/orders/rotate-credentials {\"password\":\"tr0ub4dor\"}");
        Ran refused = run("do", "orders", "rotate-credentials", "password=tr0ub4dor");
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err())
                .startsWith("password must be @ and the name of a file")
                .doesNotContain("tr0ub4dor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keyPhrase", "key-phrase", "KeyPhrase"})
    @DisplayName("a setting that the service declares as a secret is refused on the command line, in each spelling")
    void secretSettings(String key) {
        Ran refused = run("do", "orders", "create-pool", key + "=tr0ub4dor");

        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err())
                .startsWith(key + " must be @ and the name of a file")
                .doesNotContain("tr0ub4dor");
        assertThat(seen).isEmpty();
    }

    @Test
    @DisplayName("a pool is created with settings in the body, and deleted by its path")
    void comesAndGoes() {
        assertThat(run("do", "orders", "create-pool", "url=jdbc:h2:mem:o", "max-size=5")
                        .code())
                .isZero();
        assertThat(run("do", "orders", "delete-pool").code()).isZero();
        assertThat(seen)
                .containsExactly(
                        "POST /pools {\"name\":\"orders\",\"url\":\"jdbc:h2:mem:o\",\"max-size\":\"5\"}",
                        "DELETE /pools/orders ");
    }

    @Test
    @DisplayName("an operation that takes longer than a request is followed, with a line for each step, to its end")
    void followed() {
        String running = Says.operation("RUNNING", "null", "null")
                .replace("\"pool\"", "\"step\":\"creating\",\"done\":1,\"total\":10,\"pool\"");
        service.on("/pools/orders/reset", 202, running).on("/operations/op_1_1", 200, running);
        Steps steps = new Steps(
                () -> {},
                () -> service.on("/operations/op_1_1", 200, Says.operation("SUCCEEDED", Says.report(), "null")));
        Ran ran = Ran.patient(service.url(), steps.surroundings(), "do", "orders", "reset");
        assertThat(ran.code()).isZero();
        assertThat(ran.err().lines()).containsExactly("reset op_1_1: creating, 1 of 10");
        assertThat(ran.out()).startsWith("pool 'default': reset: created 10 of 10");
    }

    @Test
    @DisplayName("without an operation, or with --list, the operations are listed with their parameters")
    void lists() {
        for (Ran ran : List.of(run("do"), run("do", "orders"), run("do", "--list"))) {
            assertThat(ran.code()).isZero();
            assertThat(ran.lines())
                    .contains(
                            "reset: Replace all connections (can break leases)",
                            "    force=false  Whether leases are broken. Takes true or false; default: false.",
                            "pause: Let callers wait");
        }
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resett | no operation 'resett'; there are: reset, rotate-credentials, pause, create-pool, delete-pool",
                "reset forced=true | forced is no parameter of reset; known: force",
                "pause now=true | now is no parameter of pause; known: none",
                "reset force | parameters must be key=value: 'force'",
                "reset force=true force=false | force is given twice",
                "rotate-credentials password=@/no/such/file | the file for password, '/no/such/file', cannot be read: it does not exist",
            })
    @DisplayName("an invalid parameter ends with 2 and one line, and nothing is ordered")
    void refused(String words, String line) {
        Ran ran = run(("do orders " + words.strip()).split(" "));
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).startsWith(line);
        assertThat(seen).isEmpty();
    }

    @Test
    @DisplayName("a service whose API is moved to a path is reached by the URL with that path")
    void moved() {
        String path = "/internal/sluice";
        service.on(path + "/operations/catalogue", 200, CATALOGUE.replace("\"/pools", "\"" + path + "/pools"));
        service.on(path + "/pools/orders/reset", 200, Says.report());

        Ran ran = Ran.at(
                service.url() + path,
                new CommandEnvironment(new Steps(), Map.<String, String>of()::get, false),
                "do",
                "orders",
                "reset");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(service.requests).last().asString().startsWith("POST /internal/sluice/pools/orders/reset ");
    }

    @Test
    @DisplayName("a service without a catalogue cannot be used by this command")
    void notSluice() {
        service.on("/operations/catalogue", 200, "[]");
        Ran ran = run("do", "orders", "reset");
        assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
        assertThat(ran.err()).contains("it is no catalogue of operations");
    }
}
