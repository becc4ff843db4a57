package dev.sluice.adapter.rest;

import static dev.sluice.adapter.rest.Problems.isProblem;
import static dev.sluice.adapter.rest.Problems.namesParameter;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.control.PoolManager;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.leak.LeakStacks;
import dev.sluice.testing.Anonymous;
import dev.sluice.testing.Await;
import dev.sluice.testing.FakeStore.Thing;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections that do not come back. */
@QuarkusTest
@Tag("service")
class LeaksTest {

    @Inject
    PoolManager manager;

    TestPool things;

    @BeforeEach
    void open() throws Exception {
        things = new TestPool(manager, "things");
        things.pool.reconfigure(settings -> settings.leakStacks(LeakStacks.ALL));
    }

    @AfterEach
    void close() {
        things.close();
    }

    /** Acquires a lease that the pool reports as a leak. */
    private Lease<Thing> leak() throws InterruptedException {
        Lease<Thing> lease = things.pool.acquire(
                AcquireRequest.DEFAULT.withLeakThreshold(Duration.ofNanos(1)).withTag("feature", "billing"));
        Await.until("the coarse clock has moved on, and the pool has looked", () -> {
            things.time.advance(Duration.ofSeconds(10));
            return things.pool.stats().leakSuspects() == 1;
        });
        return lease;
    }

    @Test
    @DisplayName("X15: a suspect is listed with holder and tags until its release; it stays counted")
    void suspects() throws Exception {
        get("/pools/things/leaks").then().statusCode(200).body("$", empty());
        var lease = leak();
        get("/pools/things/leaks")
                .then()
                .statusCode(200)
                .body("$", hasSize(1))
                .body("[0].connection", equalTo(lease.name()))
                .body("[0].thread", equalTo(Thread.currentThread().getName()))
                .body("[0].threadId", equalTo((int) Thread.currentThread().getId()))
                .body("[0].virtual", equalTo(false))
                .body("[0].lane", equalTo("NORMAL"))
                .body("[0].tenant", nullValue())
                .body("[0].tags.feature", equalTo("billing"))
                .body("[0].heldSeconds", greaterThan(0f))
                .body("[0].acquireStack", empty())
                .body("[0].currentStack", empty());
        get("/pools/things/leaks?stacks=true")
                .then()
                .statusCode(200)
                .body("[0].acquireStack[0]", containsString("LeaksTest.leak"))
                .body("[0].currentStack", not(empty()));

        lease.close();

        get("/pools/things/leaks").then().statusCode(200).body("$", empty());
        get("/pools/things/stats").then().body("leakSuspects", equalTo(0)).body("counters.leaks", equalTo(1));
        get("/pool/leaks").then().statusCode(200).body("$", empty());
    }

    @Test
    @DisplayName("X15: a suspect can be broken by its name; a later close by its holder is harmless")
    void reclaim() throws Exception {
        var lease = leak();

        given().queryParam("connection", lease.name())
                .post("/pools/things/release")
                .then()
                .statusCode(200)
                .body("broken", hasItem(lease.name()));

        get("/pools/things/leaks").then().body("$", empty());
        lease.close();
        get("/pools/things/stats").then().body("inUse", equalTo(0));
        post("/pools/things/fill").then().statusCode(200).body("after", equalTo(4));
    }

    @Test
    @DisplayName("Stacks are for an operator: pages of other sites and other machines do not get them")
    void stacks() {
        String path = "/pools/things/leaks";
        for (String value : new String[] {"true", "TRUE", "1"}) {
            isProblem(
                            given().header("Origin", "http://evil.example").get(path + "?stacks=" + value),
                            ProblemType.CROSS_SITE)
                    .body(not(containsString("Stack")));
            isProblem(
                    Anonymous.given().header("X-Forwarded-For", "10.0.0.1").get(path + "?stacks=" + value),
                    ProblemType.TOKEN_REQUIRED);
        }
    }

    @Test
    @DisplayName("Bad input is refused, and named")
    void badInput() {
        namesParameter(get("/pools/things/leaks?stacks=yes"), ProblemType.BAD_PARAMETER, "stacks");
        namesParameter(get("/pools/things/leaks?stack=true"), ProblemType.UNKNOWN_PARAMETER, "stack");
        isProblem(get("/pools/nope/leaks"), ProblemType.UNKNOWN_POOL);
    }
}
