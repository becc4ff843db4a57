package dev.sluice.adapter.rest;

import static dev.sluice.adapter.rest.Problems.isProblem;
import static dev.sluice.testing.Anonymous.get;
import static dev.sluice.testing.Anonymous.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.testing.Forwarder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a token. */
@QuarkusTest
@Tag("service")
class GuardedEndpointsTest {

    static Stream<String> changes() {
        return Api.changes();
    }

    @ParameterizedTest
    @MethodSource("changes")
    @DisplayName("No page of another site reaches a method that changes something")
    void foreignPage(String change) {
        isProblem(Api.send(given().header("Origin", "http://evil.example"), change), ProblemType.CROSS_SITE);
        isProblem(Api.send(given().header("Sec-Fetch-Site", "cross-site"), change), ProblemType.CROSS_SITE);
        isProblem(Api.send(given().header("Host", "evil.example"), change), ProblemType.FOREIGN_HOST);
        isProblem(Api.send(given().header("X-Forwarded-For", "127.0.0.1"), change), ProblemType.TOKEN_REQUIRED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/pool/stats", "/pools", "/operations", "/batches", "/q/health", "/q/metrics", "/q/openapi"})
    @DisplayName("No page whose name points to this machine reads anything, except that the probes are up")
    void foreignHost(String path) {
        for (String host : List.of("evil.example", "localhost.evil.example:80", "localhost.", "127.0.0.1.nip.io")) {
            isProblem(given().header("Host", host).get(path), ProblemType.FOREIGN_HOST)
                    .body("detail", containsString("sluice.http.hosts"));
        }
        for (String host : List.of("LOCALHOST", "127.0.0.1:1", "[::1]:8080")) {
            given().header("Host", host).get(path).then().statusCode(200);
        }
        given().header("Host", "10.0.0.7:8080").get("/q/health/live").then().statusCode(200);
    }

    @Test
    @DisplayName("A TCP forward counts as a program on this machine: the demonstration lets it read and operate, but"
            + " never create, delete or move a pool, change its rules or run SQL")
    void forwarded() throws IOException {
        try (Forwarder forward = Forwarder.ofBytes(RestAssured.port)) {
            given().port(forward.port()).get("/pool/stats").then().statusCode(200);
            given().port(forward.port()).post("/pool/expire").then().statusCode(200);
            for (String change : List.of(
                    "POST /pools?dryRun=true",
                    "DELETE /pools/default?dryRun=true",
                    "POST /pool/switch-endpoint?dryRun=true",
                    "POST /pool/rotate-credentials?dryRun=true",
                    "PATCH /pool/policy")) {
                isProblem(Api.send(given().port(forward.port()), change), ProblemType.NOT_PERMITTED);
            }
            isProblem(
                    given().port(forward.port())
                            .contentType("application/json")
                            .body("{\"sql\": \"insert into t values (?)\", \"fromQuery\": \"select 1\"}")
                            .post("/batches"),
                    ProblemType.NOT_PERMITTED);
        }
    }

    @Test
    @DisplayName("The demonstration mode is said in the statistics, overviews and readiness of pools, in the details of"
            + " readiness, and in a header of every answer")
    void demonstration() {
        for (String path : List.of("/pool/stats", "/pools/default/stats", "/pool", "/pool/readiness")) {
            get(path)
                    .then()
                    .statusCode(200)
                    .body("demonstration", equalTo(true))
                    .body("size()", greaterThan(4));
        }
        get("/pools")
                .then()
                .statusCode(200)
                .body("[0].demonstration", equalTo(true))
                .body("[0].name", equalTo("default"));
        get("/q/health/ready")
                .then()
                .body("checks.find { it.name == 'Sluice pools' }.data.demonstration", equalTo(true));
        for (String path :
                List.of("/pool/stats", "/q/health/live", "/q/metrics", "/q/openapi", "/q/swagger-ui/", "/nothing")) {
            get(path).then().header("Sluice-Demonstration", containsString("without credentials"));
        }
        isProblem(given().header("Host", "evil.example").get("/pool"), ProblemType.FOREIGN_HOST)
                .header("Sluice-Demonstration", containsString("without credentials"));
        get("/identity")
                .then()
                .statusCode(200)
                .body("demonstration", equalTo(true))
                .body("mechanism", equalTo("DEMONSTRATION"));
        get("/pool/connections").then().statusCode(200).body("[0].demonstration", nullValue());
    }

    @Test
    @DisplayName("Our own page, as the API's explorer, does")
    void ownPage() {
        given().header("Origin", RestAssured.baseURI + ":" + RestAssured.port)
                .header("Sec-Fetch-Site", "same-origin")
                .post("/pool/expire")
                .then()
                .statusCode(200);
    }

    @Test
    @DisplayName("A page of another site may not read either, our own page may")
    void reads() {
        for (String path : List.of("/pool/stats", "/q/metrics", "/q/openapi", "/q/health", "/q/health/")) {
            isProblem(given().header("Origin", "http://evil.example").get(path), ProblemType.CROSS_SITE);
            isProblem(given().header("Sec-Fetch-Site", "cross-site").get(path), ProblemType.CROSS_SITE);
        }
        given().header("Origin", "http://evil.example")
                .get("/q/health/live")
                .then()
                .statusCode(200);
        get("/pool/stats").then().statusCode(200);
        get("/q/openapi").then().statusCode(200);
        get("/q/swagger-ui/").then().statusCode(200).contentType(startsWith("text/html"));
    }
}
