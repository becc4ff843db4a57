package dev.sluice.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.audit.AuditFilter;
import dev.sluice.audit.AuditReading;
import dev.sluice.control.PoolManager;
import dev.sluice.testing.Await;
import dev.sluice.testing.TokenProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(TokenProfile.class)
@Timeout(180)
@Tag("service")
class AuthorizationMatrixTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Endpoint> endpoints = Endpoint.all();

    @Inject
    PoolManager manager;

    @Inject
    Optional<AuditReading> audit;

    private int statusOf(@Nullable String authorization, Endpoint endpoint) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + endpoint.harmlessTarget()))
                .timeout(Duration.ofSeconds(30));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        boolean hasBody = !endpoint.method().equals("GET") && !endpoint.method().equals("DELETE");
        if (hasBody && (!endpoint.isOperation() || !endpoint.isOfPool())) {
            request.header("Content-Type", "application/json");
            request.method(endpoint.method(), HttpRequest.BodyPublishers.ofString("{\"nothing\":1}"));
        } else {
            request.method(endpoint.method(), HttpRequest.BodyPublishers.noBody());
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 401) {
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        }
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
            assertThat(answer.body()).contains("\"type\":\"urn:sluice:problem:", "\"detail\":");
        }
        return answer.statusCode();
    }

    private Map<String, Object> state() {
        return Map.of(
                "names", manager.names(),
                "generation", manager.stats("default").generation(),
                "state", manager.stats("default").state(),
                "policy", manager.policy("default"),
                "verbose", manager.isVerbose("default"),
                "operations", manager.operations(null).size());
    }

    /** Returns the number of denials in the audit log, by the names of the requesters. */
    private Map<String, Long> denials() {
        try {
            return audit
                    .orElseThrow()
                    .newest(new AuditFilter(null, null, null, "denied", null, null, null, null), 100_000)
                    .lines()
                    .stream()
                    .collect(Collectors.groupingBy(line -> line.path("who").asText(), Collectors.counting()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("The OpenAPI document and the resources have the same methods and paths, each with a role")
    void complete() throws IOException {
        JsonNode paths = JSON.readTree(
                        given().accept("application/json").get("/q/openapi").asString())
                .path("paths");
        Set<String> documented = new TreeSet<>();
        paths.properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        documented.removeIf(name -> name.contains(" /application") || name.contains(" /echo"));
        Set<String> declared = new TreeSet<>();
        endpoints.forEach(endpoint -> declared.add(endpoint.name()));
        assertThat(declared).hasSizeGreaterThan(60).containsAll(documented);
        assertThat(documented).containsAll(declared);
    }

    private Map<String, Long> since(Map<String, Long> before, Set<String> names) {
        Map<String, Long> now = denials();
        return names.stream()
                .collect(Collectors.toMap(
                        name -> name, name -> now.getOrDefault(name, 0L) - before.getOrDefault(name, 0L)));
    }

    @Test
    @DisplayName("Each request without its role is denied, changes nothing, and is in the audit log")
    void denied() throws Exception {
        Map<String, Object> before = state();
        Map<String, Long> auditedBefore = denials();
        List<String> wrong = new ArrayList<>();
        Map<Asker, Long> denials = new EnumMap<>(Asker.class);
        for (Endpoint endpoint : endpoints) {
            for (Asker asker : Asker.values()) {
                int expected = asker.denialOf(endpoint);
                if (expected != 0) {
                    denials.merge(asker, 1L, Long::sum);
                    int status = statusOf(asker.freshAuthorization(), endpoint);
                    if (status != expected) {
                        wrong.add(asker + " " + endpoint.name() + ": " + status + " instead of " + expected);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(denials.values().stream().mapToLong(Long::longValue).sum()).isGreaterThan(200);
        assertThat(state()).isEqualTo(before);
        denials.remove(Asker.ANONYMOUS); // the log has a part of these only, so that nobody can fill it
        Map<String, Long> expected = new TreeMap<>();
        denials.forEach((asker, number) -> expected.put(asker.freshName(), number));
        Await.until("each denial is in the audit log", () -> expected.equals(since(auditedBefore, expected.keySet())));
    }

    @Test
    @DisplayName("Each request with its role is not denied")
    void permitted() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            for (Asker asker : Asker.values()) {
                if (asker.denialOf(endpoint) == 0) {
                    int status = statusOf(asker.authorization, endpoint);
                    if (status == 401 || status == 403 || status == 500) {
                        wrong.add(asker + " " + endpoint.name() + ": " + status);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
