package dev.sluice.adapter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.ManagedProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(ManagedProfile.class)
@DisplayName("The management interface of the service")
@Timeout(120)
@Tag("service")
class ManagementInterfaceTest {

    @TestHTTPResource(value = "/", management = true)
    String management;

    @TestHTTPResource("/")
    String application;

    private HttpClient.Version version = HttpClient.Version.HTTP_1_1;

    private HttpResponse<String> send(String port, String method, String path, @Nullable String token)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(port).resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HttpClient.newBuilder()
                .version(version)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, @Nullable String token) throws Exception {
        return send(management, "GET", path, token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/health",
                "/q/health/group/x",
                "/q/health/well",
                "/q/metrics",
                "/q/openapi",
                "/q/nothing",
                "/pools",
                "/pool/stats",
                "/operations"
            })
    @DisplayName("answers no request without credentials, and none with credentials that are not valid")
    void anonymous(String path) throws Exception {
        for (HttpClient.Version each : HttpClient.Version.values()) {
            version = each;
            isRefused(send(management, "GET", path, null));
            isRefused(send(management, "GET", path, "guess"));
            isRefused(send(management, "POST", path, null));
        }
    }

    private static void isRefused(HttpResponse<String> refused) {
        assertThat(refused.statusCode()).as(refused.body()).isIn(401, 405, 429);
        assertThat(refused.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(refused.body()).doesNotContain("orders", "jdbc:");
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    @DisplayName("answers the probes to all, with the names of checks to viewers only")
    void probes(String probe) throws Exception {
        HttpResponse<String> plain = get("/q/health/" + probe, null);
        assertThat(plain.statusCode()).isEqualTo(200);
        assertThat(plain.body()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
        HttpResponse<String> full = get("/q/health/" + probe, ManagedProfile.VIEWER);
        assertThat(full.statusCode()).isEqualTo(200);
        if (probe.equals("ready")) {
            assertThat(full.body()).contains("orders");
        }
    }

    @Test
    @DisplayName("shows health and metrics to viewers of all pools, and not to identities of one pool")
    void details() throws Exception {
        for (String path : new String[] {"/q/health", "/q/metrics"}) {
            HttpResponse<String> shown = get(path, ManagedProfile.VIEWER);
            assertThat(shown.statusCode()).as(shown.body()).isEqualTo(200);
            assertThat(shown.body()).contains("orders");
            assertThat(get(path, ManagedProfile.ORDERS_OPERATOR).statusCode()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /pools/orders/stats,  200, 200",
        "GET,  /pools/default/stats, 200, 403",
        "POST, /pools/orders/reset,  403, 200",
        "POST, /pools/default/reset, 403, 403"
    })
    @DisplayName("serves the REST interface with the roles and pools of its callers, over HTTP/1.1 and HTTP/2")
    void roles(String method, String path, int viewer, int operator) throws Exception {
        for (HttpClient.Version each : HttpClient.Version.values()) {
            version = each;
            isPermitted(method, path, viewer, operator);
        }
    }

    private void isPermitted(String method, String path, int viewer, int operator) throws Exception {
        assertThat(send(management, method, path, null).statusCode()).isEqualTo(401);
        assertThat(send(management, method, path, ManagedProfile.VIEWER).statusCode())
                .isEqualTo(viewer);
        assertThat(send(management, method, path, ManagedProfile.ORDERS_OPERATOR)
                        .statusCode())
                .isEqualTo(operator);
    }

    @Test
    @DisplayName("is the only port of the REST interface, health and metrics")
    void onlyThere() throws Exception {
        for (String path : new String[] {"/pool/stats", "/q/health", "/q/health/live", "/q/metrics"}) {
            assertThat(send(application, "GET", path, ManagedProfile.VIEWER).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
    }
}
