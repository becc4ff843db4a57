package dev.sluice.adapter.identity;

import static dev.sluice.testing.TokenProfile.AUDITOR;
import static dev.sluice.testing.TokenProfile.ORDERS_OPERATOR;
import static dev.sluice.testing.TokenProfile.PASSWORD;
import static dev.sluice.testing.TokenProfile.TOKEN;
import static dev.sluice.testing.TokenProfile.VIEWER;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.testing.Anonymous;
import dev.sluice.testing.SignedTokens;
import dev.sluice.testing.TokenProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.rmi.NotBoundException;
import java.rmi.registry.LocateRegistry;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.rmi.RMIConnector;
import javax.management.remote.rmi.RMIServer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(TokenProfile.class)
@Tag("service")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServiceIdentityTest {

    private static final String STATS = "/pool/stats";
    private static final String RESET = "/pool/reset";

    private static Response get(String token, String path) {
        return given().header("Authorization", "Bearer " + token).get(path);
    }

    private static Response post(String token, String path) {
        return given().header("Authorization", "Bearer " + token).post(path);
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("ada:" + password).getBytes(UTF_8));
    }

    private static ValidatableResponse isProblem(Response response, int status, String detail) {
        return response.then()
                .statusCode(status)
                .contentType(startsWith("application/problem+json"))
                .body("status", equalTo(status))
                .body("detail", containsString(detail));
    }

    @Test
    @DisplayName("Each token has its roles, for its pools, and a refusal names what is missing")
    void roles() {
        get(VIEWER, STATS).then().statusCode(200);
        isProblem(post(VIEWER, RESET), 403, "this needs the role operator; viewer has viewer");
        isProblem(get(ORDERS_OPERATOR, STATS), 403, "orders has no permission for pool 'default'");
        isProblem(post(ORDERS_OPERATOR, RESET), 403, "orders has no permission for pool 'default'");
        isProblem(get(AUDITOR, STATS), 403, "this needs the role viewer; auditor has auditor");
        post(TOKEN, RESET).then().statusCode(200);
    }

    @Test
    @DisplayName("A client learns its own identity, with the included roles, also as an auditor and limited to pools")
    void ownIdentity() {
        get(TOKEN, "/identity")
                .then()
                .statusCode(200)
                .body("name", equalTo("admin-token"))
                .body("roles", equalTo(List.of("VIEWER", "OPERATOR", "ADMIN")))
                .body("allPools", equalTo(true))
                .body("pools", empty())
                .body("mechanism", equalTo("TOKEN"))
                .body("demonstration", equalTo(false))
                .body("version", not(equalTo("unknown")));
        get(ORDERS_OPERATOR, "/identity")
                .then()
                .body("roles", equalTo(List.of("VIEWER", "OPERATOR")))
                .body("allPools", equalTo(false))
                .body("pools", equalTo(List.of("orders")));
        get(AUDITOR, "/identity").then().statusCode(200).body("roles", equalTo(List.of("AUDITOR")));
        isProblem(Anonymous.get("/identity"), 401, "this needs the role viewer");
        isProblem(get(SignedTokens.token("idle", "others", ""), "/identity"), 403, "idle has none");
    }

    @Test
    @DisplayName("The same tokens and users log in over JMX, with the same roles and pools")
    void jmx() throws Exception {
        ObjectName pool = new ObjectName("dev.sluice:type=Pool,name=default");
        try (JMXConnector client = login("", TOKEN)) {
            MBeanServerConnection beans = client.getMBeanServerConnection();
            assertThat(beans.invoke(pool, "setPolicy", new Object[] {""}, new String[] {String.class.getName()}))
                    .isNotNull();
        }
        try (JMXConnector client = login("ada", PASSWORD)) {
            MBeanServerConnection beans = client.getMBeanServerConnection();
            assertThat(beans.invoke(pool, "validate", new Object[0], new String[0]))
                    .isNotNull();
            assertThatThrownBy(() ->
                            beans.invoke(pool, "setPolicy", new Object[] {""}, new String[] {String.class.getName()}))
                    .hasRootCauseExactlyInstanceOf(SecurityException.class)
                    .hasRootCauseMessage("this needs the role admin; ada has operator");
        }
        try (JMXConnector client = login("any", ORDERS_OPERATOR)) {
            assertThat(client.getMBeanServerConnection().isRegistered(pool)).isFalse();
        }
        assertThatThrownBy(() -> login("any", AUDITOR)).isInstanceOf(SecurityException.class);
    }

    /** Logs in without JNDI, which Quarkus switches off. */
    private static JMXConnector login(String name, String secret) throws IOException, NotBoundException {
        int port = ConfigProvider.getConfig().getValue("sluice.jmx.remote.port", Integer.class);
        RMIServer server =
                (RMIServer) LocateRegistry.getRegistry("127.0.0.1", port).lookup("jmxrmi");
        JMXConnector client = new RMIConnector(server, Map.of(JMXConnector.CREDENTIALS, new String[] {name, secret}));
        client.connect();
        return client;
    }

    @Test
    @Order(1) // failed logins of other tests lock the address of all of them
    @DisplayName("A user has roles by name and password")
    void basic() {
        for (int i = 0; i < 3; i++) {
            given().header("Authorization", basic(PASSWORD)).post(RESET).then().statusCode(200);
        }
        Response wrong = given().header("Authorization", basic("wrong")).get(STATS);
        isProblem(wrong, 401, "the credentials are not valid").header("WWW-Authenticate", containsString("Bearer"));
    }

    @Test
    @DisplayName("A signed token has the roles of its groups, for the pools of its claim")
    void signed() {
        post(SignedTokens.token("bob", "sluice-operator", ""), RESET).then().statusCode(200);
        isProblem(
                post(SignedTokens.token("bob", "sluice-viewer", ""), RESET),
                403,
                "this needs the role operator; bob has viewer");
        isProblem(
                post(SignedTokens.token("bob", "sluice-operator", ",\"sluice_pools\":[\"orders\"]"), RESET),
                403,
                "bob has no permission for pool 'default'");
        post(SignedTokens.token("bob", "sluice-operator", ",\"sluice_pools\":[\"default\"]"), RESET)
                .then()
                .statusCode(200);
        isProblem(get(SignedTokens.token("bob", "others", ""), STATS), 403, "bob has none");
    }

    @Test
    @DisplayName("A signed token that is expired, of another issuer or changed is refused")
    void unsigned() {
        long past = Instant.now().getEpochSecond() - 7200;
        long future = past + 10_000;
        String valid = SignedTokens.token("bob", "sluice-admin", "");
        for (String token : new String[] {
            SignedTokens.token(SignedTokens.ISSUER, past, "bob", "sluice-admin", ""),
            SignedTokens.token("https://other.example", future, "bob", "sluice-admin", ""),
            valid.substring(0, valid.length() - 8) + "AAAAAAAA"
        }) {
            Response refused = get(token, STATS);
            assertThat(refused.statusCode()).isIn(401, 429);
            assertThat(refused.asString()).doesNotContain("Exception", token);
        }
        get(valid, STATS).then().statusCode(200);
    }

    @Test
    @DisplayName("A stream of events ends at the expiry of the signed token, also in the tolerance of clocks")
    void stream() {
        String events = "/operations/" + post(TOKEN, RESET).path("id") + "/events";
        String expired =
                SignedTokens.token(SignedTokens.ISSUER, Instant.now().getEpochSecond() - 1, "bob", "sluice-viewer", "");
        assertThat(get(SignedTokens.token("bob", "sluice-viewer", ""), events).asString())
                .contains("SUCCEEDED");
        Response ended = get(expired, events);
        ended.then().statusCode(200);
        assertThat(ended.asString()).doesNotContain("data:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/well", "/q/metrics", "/q/openapi", "/nowhere", "/q/dev"})
    @DisplayName("Every path but the probes and the files of the console needs a viewer")
    void everyPath(String path) {
        isProblem(Anonymous.get(path), 401, "this needs the role viewer, and the request has no credentials")
                .header("WWW-Authenticate", startsWith("Bearer"))
                .header("Cache-Control", "no-store");
        isProblem(get(AUDITOR, path), 403, "this needs the role viewer; auditor has auditor");
        assertThat(get(VIEWER, path).statusCode()).isIn(200, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    @DisplayName("Probes answer requests without credentials, and show details to a viewer only")
    void probes(String probe) {
        String path = "/q/health/" + probe;
        Anonymous.get(path).then().statusCode(200).body("status", equalTo("UP")).body("checks", empty());
        get(AUDITOR, path).then().statusCode(200).body("checks", empty());
        get("guess", path).then().statusCode(200).body("checks", empty());
        get(VIEWER, path).then().statusCode(200).body("checks", not(empty()));
    }

    @Test
    @DisplayName("Wrong credentials lock an address, say for how long, and do not lock valid tokens")
    void locked() {
        Response last = null;
        for (int i = 0; i <= LoginThrottle.FREE; i++) {
            last = get("guess-" + i, STATS);
        }
        assertThat(last).isNotNull();
        isProblem(last, 429, "locked after failed logins");
        assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 60);
        get(VIEWER, STATS).then().statusCode(200);
    }

    @Test
    @DisplayName("Two headers with credentials, or an unknown scheme, are refused")
    void malformed() {
        assertThat(given().header("Authorization", "Digest x").get(STATS).statusCode())
                .isIn(401, 429);
        assertThat(given().header("Authorization", "Bearer " + VIEWER, "Bearer " + VIEWER)
                        .get(STATS)
                        .statusCode())
                .isIn(401, 429);
    }
}
