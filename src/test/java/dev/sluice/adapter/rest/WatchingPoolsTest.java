package dev.sluice.adapter.rest;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.control.PoolManager;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.pool.Lease;
import dev.sluice.pool.PoolStats;
import dev.sluice.testing.Await;
import dev.sluice.value.TraceContext;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("service")
class WatchingPoolsTest {

    @Inject
    PoolManager manager;

    @BeforeEach
    void startOver() {
        post("/pool/reset").then().statusCode(200);
    }

    @Test
    @DisplayName("M02: the default pool has ten connections, each with a name of its own, and may have twenty")
    void statistics() {
        get("/pool/stats")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("name", equalTo("default"))
                .body("total", equalTo(10))
                .body("available", equalTo(10))
                .body("inUse", equalTo(0))
                .body("minConnections", equalTo(10))
                .body("maxConnections", equalTo(20))
                .body("connections", hasSize(10))
                .body("connections.id", everyItem(matchesRegex("^conn_\\d+_\\d{19}$")));
    }

    @Test
    @DisplayName(
            "lists show the trace of a holder and select by it, in upper and lower case; a text that is none gets 400")
    void traces() throws Exception {
        String id = "4bf92f3577b34da6a3ce929d0e0e4736";
        AcquireRequest traced = AcquireRequest.DEFAULT.withTrace(new TraceContext(id, "00f067aa0ba902b7", true));
        try (Lease<?> other = manager.pool("default").acquire();
                Lease<?> lease = manager.pool("default").acquire(traced)) {
            assertThat(other.name()).isNotEqualTo(lease.name());
            for (String given : List.of(id, id.toUpperCase(Locale.ROOT))) {
                get("/pool/waiters?traceId=" + given)
                        .then()
                        .statusCode(200)
                        .body("held", equalTo(1))
                        .body("holders.connection", contains(lease.name()))
                        .body("holders.traceId", contains(id));
                get("/pool/connections?traceId=" + given)
                        .then()
                        .statusCode(200)
                        .body("id", contains(lease.name()))
                        .body("traceId", contains(id));
                get("/pool/events?traceId=" + given).then().statusCode(200).body("traceId", contains(id));
            }
            get("/pool/waiters/lost?traceId=" + id).then().statusCode(200).body("$", hasSize(0));
            get("/pool/leaks?traceId=" + id).then().statusCode(200).body("$", hasSize(0));
        }
        for (String bad : List.of("0".repeat(32), "4bf92f3577b34da6", id + "0", "x".repeat(32))) {
            given().queryParam("traceId", bad)
                    .get("/pool/waiters")
                    .then()
                    .statusCode(400)
                    .body("parameter", equalTo("traceId"))
                    .body("detail", containsString("32 hexadecimal digits"));
        }
    }

    @Test
    @DisplayName("Decision 9: keys are camelCase, times ISO-8601, ages in seconds")
    void keys() {
        JsonPath json = get("/pool/stats").jsonPath();
        assertThat(json.getMap(""))
                .containsKeys("uptimeSeconds", "utilization", "waiting", "waitingByLane", "counters");
        assertThat(json.getMap("connections[0]"))
                .containsKeys("id", "inUse", "createdAt", "lastUsed", "ageSeconds", "idleSeconds");
        assertThat(Instant.parse(json.getString("connections[0].createdAt"))).isBefore(Instant.now());
        assertThat(json.getDouble("connections[0].ageSeconds")).isNotNegative();
    }

    @Test
    @DisplayName("Decision 8: REST shows the numbers that CDI shows, and reading changes none of them")
    void sameNumbers() throws Exception {
        try (var lease = manager.pool("default").acquire()) {
            PoolStats before = manager.stats("default");
            JsonPath first = get("/pool/stats").jsonPath();
            JsonPath second = get("/pools/default/stats").jsonPath();
            for (JsonPath json : List.of(first, second)) {
                assertThat(json.getInt("inUse")).isEqualTo(before.inUse()).isEqualTo(1);
                assertThat(json.getInt("available")).isEqualTo(before.available());
                assertThat(json.getLong("counters.acquired"))
                        .isEqualTo(before.counters().acquired());
                assertThat(json.getList("connections.id", String.class))
                        .isEqualTo(before.connections().stream()
                                .map(ConnectionInfo::id)
                                .toList())
                        .contains(lease.name());
            }
        }
    }

    @Test
    @DisplayName("The list of connections has the holder of each")
    void connections() throws Exception {
        try (var lease = manager.pool("default").acquire()) {
            get("/pool/connections")
                    .then()
                    .statusCode(200)
                    .body("$", hasSize(10))
                    .body("findAll { it.inUse }.id", contains(lease.name()))
                    .body(
                            "findAll { it.inUse }.holder",
                            contains(Thread.currentThread().getName()));
        }
    }

    @Test
    @DisplayName("The list of pools has each at a glance, as the pool alone has")
    void pools() throws Exception {
        try (TestPool other = new TestPool(manager, "other")) {
            get("/pools")
                    .then()
                    .statusCode(200)
                    .body("name", equalTo(manager.names()))
                    .body("name", hasItem("other"));
            readyAt("/pools/other")
                    .then()
                    .statusCode(200)
                    .body("name", equalTo("other"))
                    .body("state", equalTo("RUNNING"))
                    .body("ready", equalTo(true))
                    .body("readiness", equalTo("OK"))
                    .body("reason", nullValue())
                    .body("total", equalTo(other.pool.stats().total()))
                    .body("$", not(hasKey("connections")));
        }
        get("/pools").then().body("name", not(hasItem("other")));
        get("/pool").then().body("name", equalTo("default"));
    }

    @Test
    @DisplayName("X13: the last events are listed oldest first, up to the given number")
    void events() {
        get("/pool/events").then().statusCode(200).body("size()", greaterThanOrEqualTo(20));
        List<String> times =
                given().queryParam("limit", 3).get("/pool/events").jsonPath().getList("at", String.class);
        assertThat(times).hasSize(3).isSorted();
        get("/pool/events").then().body("findAll { it.type == 'OPERATION_COMPLETED' }.detail", hasItem("reset"));
    }

    @Test
    @DisplayName("Readiness distinguishes a pool that cannot connect, without the password")
    void readiness() throws Exception {
        readyAt("/pool/readiness")
                .then()
                .statusCode(200)
                .body("ready", equalTo(true))
                .body("status", equalTo("OK"));
        try (TestPool broken = new TestPool(manager, "broken")) {
            broken.store.onCreate = attempt -> {
                throw new IllegalStateException("refused for app");
            };
            post("/pools/broken/fill").then().statusCode(503);
            readyAt("/pools/broken/readiness")
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("DEGRADED"))
                    .body("ready", equalTo(true))
                    .body("reason", containsString("refused for app"));
            String events = get("/pools/broken/events").asString();
            assertThat(events + get("/pools").asString()).doesNotContain("hunter2");
        }
    }

    /** Returns the first answer that says ready: a busy machine may delay a probe beyond its 200 ms. */
    private static Response readyAt(String path) {
        AtomicReference<Response> answer = new AtomicReference<>();
        Await.until(path + " is ready", () -> {
            answer.set(get(path));
            return answer.get().<Boolean>path("ready");
        });
        return answer.get();
    }

    @Test
    @DisplayName("B4 Connections are shown a page at a time, the oldest first")
    void pages() {
        List<String> all = get("/pool/connections").path("id");
        assertThat(all).hasSizeGreaterThan(3);
        assertThat(get("/pool/connections?limit=2&offset=1").<List<String>>path("id"))
                .isEqualTo(all.subList(1, 3));
        get("/pool/connections?offset=100000").then().statusCode(200).body("size()", equalTo(0));
        get("/pool/stats?limit=0").then().body("connections.size()", equalTo(0)).body("total", equalTo(all.size()));
        assertThat(get("/pool/stats?limit=2").<List<String>>path("connections.id"))
                .isEqualTo(all.subList(0, 2));
    }
}
