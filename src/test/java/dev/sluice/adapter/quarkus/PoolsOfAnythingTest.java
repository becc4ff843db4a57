package dev.sluice.adapter.quarkus;

import static dev.sluice.testing.Operator.given;
import static dev.sluice.testing.Operator.post;
import static io.restassured.RestAssured.get;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.sluice.adapter.quarkus.ApplicationPools.Worker;
import dev.sluice.control.PoolManager;
import dev.sluice.generic.GenericPool;
import dev.sluice.keyed.KeyedPool;
import dev.sluice.pool.Lease;
import dev.sluice.tcp.TcpConnection;
import dev.sluice.tcp.TcpPool;
import dev.sluice.testing.Await;
import dev.sluice.testing.CombinedProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(CombinedProfile.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(60)
@DisplayName("Pools of other resources, by configuration and by beans, are managed like pools of connections")
@Tag("service")
class PoolsOfAnythingTest {

    /** The pools of the application, one of which counts for no probe. */
    private static final String[] POOLS = {"default", "reports", "cache", "workers", "sessions"};

    EchoResource endpoint;

    @Inject
    @SluicePool("cache")
    TcpPool cache;

    @Inject
    GenericPool<Worker> workers;

    @Inject
    KeyedPool<String, Worker> sessions;

    @Inject
    PoolManager manager;

    @Test
    @Order(1)
    @DisplayName("pools of other resources are in the manager, at /pools, in JMX, in the probe and in the metrics")
    void surfaces() throws Exception {
        assertThat(manager.names()).containsExactlyInAnyOrder(POOLS);
        get("/pools").then().body("name", containsInAnyOrder(POOLS));
        for (String name : POOLS) {
            assertThat(ManagementFactory.getPlatformMBeanServer()
                            .isRegistered(new ObjectName("dev.sluice:type=Pool,name=" + name)))
                    .as(name)
                    .isTrue();
            Await.until(
                    name + " is ready: a busy machine may delay a probe",
                    () -> name.equals("reports")
                            || get("/q/health/ready").asString().contains("\"" + name + ".status\": \"OK\""));
            assertThat(get("/q/metrics").asString()).contains("agroal_acquire_count_total{datasource=\"" + name + "\"");
        }
    }

    @Test
    @Order(2)
    @DisplayName("an endpoint is used as it is injected")
    void endpoint() throws Exception {
        try (Lease<TcpConnection> lease = cache.acquire()) {
            lease.resource().write("hello".getBytes(US_ASCII));
            byte[] answer = new byte[5];
            assertThat(lease.resource().read(answer)).isPositive();
            assertThat(new String(answer, US_ASCII)).startsWith("h");
        }
    }

    @Test
    @Order(2)
    @DisplayName("T18 K25 counters of such a pool only are shown with all other numbers")
    void specifics() throws Exception {
        Await.until("all are connected", () -> cache.stats().connected() == 3);
        get("/pools/cache/stats")
                .then()
                .body("specifics.connected", equalTo(3))
                .body("specifics.keySet()", containsInAnyOrder("connected", "reconnects", "dialFailures", "ioErrors"));
        get("/pools/sessions/stats").then().body("specifics.open", equalTo(0));
        get("/pools/default/stats").then().body("specifics.size()", equalTo(0));
        assertThat(get("/q/metrics").asString())
                .containsPattern("sluice_pool_specific\\{[^}]*number=\"connected\",pool=\"cache\"[^}]*\\} 3.0");
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .getAttribute(new ObjectName("dev.sluice:type=Pool,name=cache"), "Specifics")
                        .toString())
                .contains("ioErrors");
    }

    @ParameterizedTest
    @Order(3)
    @ValueSource(strings = {"cache", "workers", "sessions"})
    @DisplayName("every operation applies to them, over HTTP and over JMX")
    void operations(String pool) throws Exception {
        for (String operation : new String[] {
            "reset",
            "expire?olderThan=1h",
            "renew",
            "fill?target=2",
            "pause",
            "resume",
            "disable",
            "enable",
            "validate",
            "drain?patience=5s",
            "enable",
            "reset-statistics"
        }) {
            post("/pools/" + pool + "/" + operation).then().statusCode(200).body("complete", equalTo(true));
            CompositeData report = (CompositeData) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("dev.sluice:type=Pool,name=" + pool),
                            "operate",
                            new Object[] {operation.replaceAll("[?].*", ""), operation.replaceAll("^[^?]*[?]?", "")},
                            new String[] {String.class.getName(), String.class.getName()});
            assertThat(report.get("complete")).as(operation).isEqualTo(true);
        }
        post("/pools/" + pool + "/resize?max=3").then().statusCode(200);
        assertThat(manager.pool(pool).config().maxSize()).isEqualTo(3);
        given().contentType("application/json")
                .body("{\"url\": \"elsewhere:1\"}")
                .post("/pools/" + pool + "/switch-endpoint")
                .then()
                .statusCode(409)
                .body("detail", containsString("no endpoint that could change"));
        get("/pools/" + pool + "/leaks").then().statusCode(200).body("$", hasSize(0));
    }

    @Test
    @Order(4)
    @DisplayName("a leased resource is shown with its holder")
    void holders() throws Exception {
        Worker session = sessions.acquire("tenant-7");
        try (Lease<Worker> lease = workers.acquire()) {
            get("/pools/workers/stats").then().body("inUse", equalTo(1));
            assertThat(get("/pools/workers/connections").asString()).contains(lease.name());
            assertThat(get("/pools/sessions/connections").asString()).contains("tenant-7");
        }
        sessions.release("tenant-7");
        Await.until("it is closed", () -> session.closes.get() == 1);
        get("/pools/workers/stats").then().body("inUse", equalTo(0));
    }

    @Test
    @Order(5)
    @DisplayName("an endpoint that is down is reported by the probe, and does not end readiness")
    void down() throws Exception {
        endpoint.goDown();
        Await.until(
                "the probe tells", () -> get("/q/health/ready").asString().contains("\"cache.status\": \"DEGRADED\""));
        get("/q/health/ready").then().statusCode(200);
        assertThat(get("/q/health/ready").asString()).contains("cannot connect: ");
    }
}
