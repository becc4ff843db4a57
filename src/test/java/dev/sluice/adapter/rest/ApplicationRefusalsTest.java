package dev.sluice.adapter.rest;

import static dev.sluice.adapter.rest.Problems.isProblem;
import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("service")
class ApplicationRefusalsTest {

    @Test
    @DisplayName("A pool's refusal that an application lets pass is 503, with the time to try again")
    void refusals() {
        isProblem(get("/application/timeout"), ProblemType.ACQUIRE_TIMEOUT).header("Retry-After", "1");
        isProblem(get("/application/saturated"), ProblemType.POOL_SATURATED).header("Retry-After", "1");
        isProblem(get("/application/down"), ProblemType.CREATION_FAILED)
                .header("Retry-After", "5")
                .body("pool", equalTo("orders"))
                .body(not(containsString("hunter2")));
    }

    @Test
    @DisplayName("An application's own failure stays its own: 500, without a report by Sluice")
    void bug() {
        isProblem(get("/application/bug"), 500).body(not(containsString("mistake")));
    }
}
