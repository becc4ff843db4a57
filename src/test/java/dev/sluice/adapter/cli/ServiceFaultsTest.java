package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@Tag("fast")
class ServiceFaultsTest {

    private final CommandEnvironment surroundings = new Steps().surroundings();
    private final CountDownLatch over = new CountDownLatch(1);
    private StubService service;

    @BeforeEach
    void start() throws IOException {
        service = new StubService();
    }

    @AfterEach
    void stop() {
        over.countDown();
        service.close();
    }

    private Ran run(String... words) {
        Ran ran = Ran.patient(service.url(), surroundings, words);
        assertThat(ran.err()).doesNotContain("Exception", "\tat ");
        return ran;
    }

    @Test
    @DisplayName("a problem of the service is one line of title and detail, and ends with 1")
    void problem() {
        service.on("/pool/reset", 503, Says.INCOMPLETE);
        Ran ran = run("reset");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines())
                .containsExactly("Operation incomplete: reset created 0 of 10 connections: connection refused");
    }

    @Test
    @DisplayName("with --json the problem is printed, too, as the service sent it")
    void problemAsJson() {
        service.on("/pool/reset", 503, Says.INCOMPLETE);
        Ran ran = run("reset", "--json");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out().strip()).isEqualTo(Says.INCOMPLETE);
        assertThat(ran.err()).startsWith("Operation incomplete: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stats nobody", "reset nobody", "stats nobody --json"})
    @DisplayName("an unknown pool is a mistake in the command, and ends with 2")
    void unknownPool(String words) {
        Ran ran = run(words.split(" "));
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err().lines()).containsExactly("Unknown pool: no pool 'nobody'");
    }

    @ParameterizedTest
    @CsvSource({
        "500, '', 'HTTP 500: the answer has no reason'",
        "404, <html>Not Found</html>, 'HTTP 404: the answer has no reason'",
        "502, <html>Bad Gateway</html>, 'HTTP 502: the answer has no reason'",
        "503, '{\"title\":\"Paused\"}', Paused",
        "200, <html>Welcome</html>, 'Not an answer of Sluice: it is not JSON'",
        "200, '', 'Not an answer of Sluice: it is not JSON'",
        "200, '{\"name\":\"def', 'Not an answer of Sluice: it is not JSON'",
        "200, '{} {}', 'Not an answer of Sluice: it is not JSON'",
        "200, 7, 'Not an answer of Sluice: it is not JSON'",
        "200, '{}', 'Not an answer of Sluice: it has no statistics of a pool'",
        "200, '[]', 'Not an answer of Sluice: it has no statistics of a pool'",
    })
    @DisplayName("an answer that is not the service's ends with 1")
    void notAnAnswer(int status, String body, String line) {
        service.on("/pool/stats", status, body);
        Ran ran = run("stats");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err().lines()).containsExactly(line);
    }

    @Test
    @DisplayName("a redirect is not followed, least of all with a token")
    void redirect() throws IOException {
        try (StubService elsewhere = new StubService()) {
            service.on("/pool/reset", exchange -> {
                exchange.getResponseHeaders().set("Location", elsewhere.url() + "/pool/reset");
                exchange.sendResponseHeaders(307, -1);
            });
            Ran ran = run("reset");
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err().lines())
                    .containsExactly("Not an answer of Sluice: it is a redirect (307) to elsewhere");
            assertThat(elsewhere.requests).isEmpty();
        }
    }

    @Test
    @DisplayName("a service that does not answer is given up at the timeout, and ends with 3")
    void hangs() {
        run("reset"); // the first connection of a process takes long on a busy machine
        service.on("/pool/stats", this::hang);
        Ran ran = run("stats", "--timeout", "2");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err().lines()).containsExactly("cannot reach " + service.url() + " : no answer within 2s");
    }

    @Test
    @DisplayName("a service that begins an answer and does not continue is given up at the timeout, and ends with 3")
    void hangsInTheBody() {
        run("reset"); // as above
        service.on("/pool/stats", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            hang(exchange);
        });
        Ran ran = run("stats", "--timeout", "2");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains("no answer within 2s");
    }

    private void hang(HttpExchange exchange) {
        try {
            over.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("an answer that breaks off ends with 3")
    void truncated() {
        service.on("/pool/stats", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
        });
        Ran ran = run("stats");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).startsWith("cannot reach " + service.url() + " : the answer broke off: ");
        assertThat(ran.err().lines()).hasSize(1);
    }

    @Test
    @DisplayName("an answer without an end is not read to its end")
    void endless() {
        service.on("/pool/stats", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] blanks = " ".repeat(1 << 16).getBytes();
            for (int i = 0; i < 100_000; i++) {
                exchange.getResponseBody().write(blanks);
            }
        });
        Ran ran = run("stats", "--timeout", "30");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err().lines())
                .containsExactly("Not an answer of Sluice: it is longer than " + Remote.MAX_BODY + " bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stats", "stats --all", "stats --watch", "reset", "top --once"})
    @DisplayName("a service that is not there cannot be reached, which ends with 3")
    void refused(String words) throws IOException {
        try (Socket mute = new Socket()) {
            mute.bind(new InetSocketAddress("127.0.0.1", 0)); // the port is taken, and nobody listens at it
            String url = "http://127.0.0.1:" + mute.getLocalPort();
            Ran ran = Ran.patient(url, surroundings, words.split(" "));
            assertThat(ran.code()).isEqualTo(3);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err().lines()).containsExactly("cannot reach " + url + " : connection refused");
        }
    }

    @Test
    @DisplayName("a host with an unknown name cannot be reached either")
    void unknownHost() {
        Ran ran = Ran.patient("http://nobody.invalid:1", surroundings, "stats");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err().lines())
                .containsExactly("cannot reach http://nobody.invalid:1 : unknown host nobody.invalid");
    }

    @Test
    @DisplayName("text of the service cannot control the terminal")
    void controlCharacters() {
        service.on("/pool/stats", 503, "{\"title\":\"a\\u001b[2Jb\",\"detail\":\"c\\nd\\u202ee\"}");
        assertThat(run("stats").err().lines()).containsExactly("a?[2Jb: c?d?e");
        service.on("/pools/x/stats", 200, Says.stats("x\\u001b[31my", 1));
        assertThat(run("stats", "x").out()).contains("x?[31my").doesNotContain("\u001b");
        service.on("/pools/x/stats", 200, Says.stats("x\u009b31my", 1));
        assertThat(run("stats", "x", "--json").out()).contains("x\\u009b31my").doesNotContain("\u009b");
    }
}
