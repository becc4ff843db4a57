package dev.sluice.adapter.rest;

import static dev.sluice.adapter.rest.Problems.isProblem;
import static dev.sluice.testing.Anonymous.get;
import static dev.sluice.testing.Anonymous.given;
import static dev.sluice.testing.TokenProfile.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.audit.AuditFilter;
import dev.sluice.audit.AuditReading;
import dev.sluice.testing.Await;
import dev.sluice.testing.Forwarder;
import dev.sluice.testing.TokenProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(TokenProfile.class)
@Tag("service")
class OperatorTokenTest {

    @Inject
    Optional<AuditReading> audit;

    private static final List<String> DETAILS = List.of(
            "/pool/stats",
            "/pool/connections",
            "/pool/events",
            "/pool/waiters",
            "/pool/readiness",
            "/pools",
            "/operations",
            "/operations/catalogue",
            "/operations/catalogue/policies",
            "/batches",
            "/audit",
            "/identity",
            "/q/health",
            "/q/metrics",
            "/q/openapi");

    static Stream<String> changes() {
        return Api.changes();
    }

    @ParameterizedTest
    @MethodSource("changes")
    @DisplayName("No change is possible without the token")
    void needed(String change) {
        isProblem(Api.send(given(), change), ProblemType.TOKEN_REQUIRED)
                .header("WWW-Authenticate", startsWith("Bearer"));
    }

    @Test
    @DisplayName("With the token changes and reads are possible, under a name of the service; without it, neither")
    void enough() {
        given().header("Authorization", "Bearer " + TOKEN)
                .header("Host", "pools.example")
                .post("/pool/reset")
                .then()
                .statusCode(200);
        for (String path :
                new String[] {"/pool/stats", "/pool/waiters", "/pools", "/operations", "/batches", "/pool/leaks"}) {
            isProblem(get(path), ProblemType.TOKEN_REQUIRED).header("WWW-Authenticate", startsWith("Bearer"));
            given().header("Authorization", "Bearer " + TOKEN).get(path).then().statusCode(200);
        }
        given().header("Authorization", "Bearer " + TOKEN)
                .get("/pool/stats")
                .then()
                .header("Sluice-Demonstration", nullValue())
                .body("demonstration", nullValue());
        isProblem(get("/pool/waiters?stacks=true"), ProblemType.TOKEN_REQUIRED);
        isProblem(get("/pool/waiters?statements=true"), ProblemType.TOKEN_REQUIRED);
        given().header("Authorization", "Bearer " + TOKEN)
                .get("/pool/waiters?statements=true")
                .then()
                .statusCode(200);
        isProblem(get("/batches/batch-1/failures"), ProblemType.TOKEN_REQUIRED);
        isProblem(get("/pool/leaks?stacks=true"), ProblemType.TOKEN_REQUIRED);
        given().header("Authorization", "Bearer " + TOKEN)
                .get("/pool/waiters?stacks=true")
                .then()
                .statusCode(200);
    }

    @Test
    @DisplayName("Without the token a reverse proxy and a TCP forward on this machine, which add no header, change and"
            + " read nothing; with it they do")
    void forwarded() throws IOException {
        try (Forwarder bytes = Forwarder.ofBytes(RestAssured.port);
                Forwarder requests = Forwarder.ofRequests(RestAssured.port)) {
            for (int port : new int[] {bytes.port(), requests.port()}) {
                for (String change : Api.changes().toList()) {
                    isProblem(Api.send(given().port(port), change), ProblemType.TOKEN_REQUIRED);
                }
                for (String path : DETAILS) {
                    isProblem(given().port(port).get(path), ProblemType.TOKEN_REQUIRED);
                }
                for (String path :
                        List.of("/pool/stats", "/pools", "/operations", "/batches", "/q/health", "/q/metrics")) {
                    given().port(port)
                            .header("Authorization", "Bearer " + TOKEN)
                            .get(path)
                            .then()
                            .statusCode(200);
                }
            }
        }
    }

    @Test
    @DisplayName("The token does not admit pages of other sites, and the audit log has their requests")
    void foreignPage() {
        long before = refused("a page of another site");
        for (String change : List.of("POST /pool/reset", "PATCH /pool/policy")) {
            isProblem(
                    Api.send(
                            given().header("Authorization", "Bearer " + TOKEN).header("Origin", "http://evil.example"),
                            change),
                    ProblemType.CROSS_SITE);
        }
        Await.until("both are in the log", () -> refused("a page of another site") - before == 2);
    }

    @Test
    @DisplayName("A request to a foreign host is in the audit log, within the limit of denials")
    void foreignHost() {
        long before = refused("a foreign host");
        Await.until("a refusal is in the log", () -> {
            isProblem(given().header("Host", "evil.example").get("/pool/stats"), ProblemType.FOREIGN_HOST);
            return refused("a foreign host") > before;
        });
    }

    private long refused(String reason) {
        try {
            return audit
                    .orElseThrow()
                    .newest(new AuditFilter(null, null, null, "denied", null, null, null, null), 100_000)
                    .lines()
                    .stream()
                    .filter(line -> line.path("reason").asText().equals(reason))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATCH /pool/policy|application/json|Content-Length: 60000",
                "PATCH /pool/policy|application/json|Content-Length: 9000000000",
                "PATCH /pool/policy|application/json|Transfer-Encoding: chunked",
                "POST /pools|application/json|Content-Length: 60000",
                "POST /batches|text/csv|Content-Length: 9000000",
                "POST /batches|text/csv|Transfer-Encoding: chunked"
            })
    @DisplayName("A change without the token is refused before its body is received")
    void beforeTheBody(String change) throws IOException {
        String[] parts = change.split("\\|");
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(20_000); // the refusal of a slow body would be 408
            String head = parts[0] + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + parts[1] + "\r\n" + parts[2]
                    + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            byte[] begin = socket.getInputStream().readNBytes("HTTP/1.1 401".length());
            assertThat(new String(begin, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 401");
        }
    }

    @Test
    @DisplayName("A proxy in front and the service never disagree about the end, the path, the method or the host of a"
            + " request: no form of them reaches more than its credentials permit")
    void rawRequests() throws IOException {
        SoftAssertions each = new SoftAssertions();
        for (RawRequests.Row row : RawRequests.rows()) {
            each.assertThat(RawRequests.outcome(RestAssured.port, row.bytes()))
                    .as(row.name())
                    .isEqualTo(row.outcome());
        }
        each.assertAll();
    }
}
