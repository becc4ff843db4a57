package dev.sluice.adapter.rest;

import static dev.sluice.adapter.rest.Problems.isProblem;
import static dev.sluice.adapter.rest.Problems.namesParameter;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.admission.Priority;
import dev.sluice.control.PoolManager;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.testing.Anonymous;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@Timeout(60)
@Tag("service")
class PausingPoolsTest {

    @Inject
    PoolManager manager;

    TestPool things;

    @BeforeEach
    void open() throws Exception {
        things = new TestPool(manager, "things");
    }

    @AfterEach
    void close() {
        things.close();
    }

    @Test
    @DisplayName("A paused pool admits no caller and is ready; after the resume, waiters are served")
    void pause() throws Exception {
        var lease = things.pool.acquire();
        for (int i = 0; i < 2; i++) {
            post("/pools/things/pause")
                    .then()
                    .statusCode(200)
                    .body("operation", equalTo("pause"))
                    .body("state", equalTo("PAUSED"));
            get("/pools/things")
                    .then()
                    .body("readiness", equalTo("PAUSED"))
                    .body("ready", equalTo(true))
                    .body("inUse", equalTo(1))
                    .body("reason", equalTo("paused by an operator, 0 waiting"));
        }
        lease.close();
        var caller = Caller.start(() -> things.pool.acquire());
        Await.until("it waits", () -> things.pool.stats().waiting() == 1);
        get("/pools/things").then().body("waiting", equalTo(1)).body("inUse", equalTo(0));
        post("/pools/things/resume").then().statusCode(200).body("state", equalTo("RUNNING"));
        caller.result().close();
        post("/pools/things/resume").then().statusCode(200);
    }

    @Test
    @DisplayName("Sizes change at once, one or both; a waiter receives the new place")
    void resize() throws Exception {
        post("/pools/things/resize?min=1&max=1")
                .then()
                .statusCode(200)
                .body("message", equalTo("min 2 -> 1, max 4 -> 1"));
        try (var lease = things.pool.acquire()) {
            assertThat(lease.name()).isNotNull();
            var caller = Caller.start(() -> things.pool.acquire());
            Await.until("it waits", () -> things.pool.stats().waiting() == 1);
            post("/pools/things/resize?max=3")
                    .then()
                    .statusCode(200)
                    .body("message", equalTo("min 1 -> 1, max 1 -> 3"));
            caller.result().close();
        }
        get("/pools/things").then().body("minConnections", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    max=0          | max | max must be a whole number from 1 to 10000: '0'
                    max=1          | max | max must be at least min (2): 1
                    max=10001      | max | max must be a whole number from 1 to 10000: '10001'
                    min=5          | min | min must not exceed max (4): 5
                    min=3&max=2    | min | min must not exceed max (2): 3
                    min=-1         | min | min must be a whole number from 0 to 10000: '-1'
                    min=0&max=3    | max | max contradicts another setting (reserved must be less than max-size (3): 3): 3
                    max=many       | max | max must be a whole number from 1 to 10000: 'many'
                    max=2147483648 | max | max must be a whole number from 1 to 10000: '2147483648'
                    """)
    @DisplayName("Sizes that make no sense are refused, both, with the parameter and the value")
    void badSizes(String query, String parameter, String words) {
        given().contentType("application/json")
                .body("{\"reserved\":{\"CRITICAL\":3}}")
                .patch("/pools/things/policy")
                .then()
                .statusCode(200);
        var before = things.pool.config();
        var refused = post("/pools/things/resize?" + query);
        namesParameter(refused, ProblemType.BAD_PARAMETER, parameter);
        refused.then().body("detail", equalTo(words));
        namesParameter(post("/pools/things/resize"), ProblemType.BAD_PARAMETER, "max");
        assertThat(things.pool.config()).isEqualTo(before);
    }

    @Test
    @DisplayName("The stack of a holder begins with the application's own frame")
    void stackOfHolder() throws Exception {
        var held = new CountDownLatch(1);
        var seen = new CountDownLatch(1);
        var holder = Caller.start(() -> {
            try (var lease = things.pool.acquire()) {
                held.countDown();
                Await.open(seen);
                return lease.name();
            }
        });
        Await.open(held);
        Await.until("the holder sleeps", holder::isWaiting);
        get("/pools/things/waiters?stacks=true")
                .then()
                .statusCode(200)
                .body("holders[0].stack[0]", containsString("dev.sluice.testing.Await.open"))
                .body("holders[0].stack", hasItem(containsString("PausingPoolsTest")));
        seen.countDown();
        holder.result();
    }

    @Test
    @DisplayName("Why a caller waits: every waiter with its position, joined to the holders")
    void waiters() throws Exception {
        post("/pools/things/resize?min=1&max=1").then().statusCode(200);
        var lease =
                things.pool.acquire(AcquireRequest.DEFAULT.withTenant("acme").withTag("job", "export"));
        var caller = Caller.start(() -> things.pool.acquire(AcquireRequest.DEFAULT
                .withPriority(Priority.HIGH)
                .withTimeout(Duration.ofSeconds(30))
                .withTag("feature", "checkout")));
        Await.until("it waits", () -> things.pool.stats().waiting() == 1);
        get("/pools/things/waiters")
                .then()
                .statusCode(200)
                .body("pool", equalTo("things"))
                .body("waiters", hasSize(1))
                .body("waiters[0].position", equalTo(1))
                .body("waiters[0].lane", equalTo("HIGH"))
                .body("waiters[0].tenant", nullValue())
                .body("waiters[0].tags.feature", equalTo("checkout"))
                .body("waiters[0].remainingSeconds", greaterThan(1f))
                .body("waiters[0].holds", empty())
                .body("holders", hasSize(1))
                .body("holders[0].connection", equalTo(lease.name()))
                .body("holders[0].thread", equalTo(Thread.currentThread().getName()))
                .body("holders[0].tenant", equalTo("acme"))
                .body("holders[0].tags.job", equalTo("export"))
                .body("holders[0].virtual", equalTo(false))
                .body("holders[0].waits", equalTo(false))
                .body("holders[0].stack", empty());
        lease.close();
        caller.result().close();
        get("/pool/waiters").then().statusCode(200).body("pool", equalTo("default"));
    }

    @Test
    @DisplayName("Stacks are for an operator: pages of other sites and other machines do not get them")
    void stacks() {
        String path = "/pools/things/waiters";
        for (String value : new String[] {"true", "TRUE", "1"}) {
            isProblem(
                            given().header("Origin", "http://evil.example").get(path + "?stacks=" + value),
                            ProblemType.CROSS_SITE)
                    .body(not(containsString("holders")));
            isProblem(
                    Anonymous.given().header("X-Forwarded-For", "10.0.0.1").get(path + "?stacks=" + value),
                    ProblemType.TOKEN_REQUIRED);
        }
        isProblem(
                given().header("Origin", "http://evil.example").get(path + "?stacks=false&stacks=true"),
                ProblemType.CROSS_SITE);
        namesParameter(get(path + "?stacks=yes"), ProblemType.BAD_PARAMETER, "stacks");
    }
}
