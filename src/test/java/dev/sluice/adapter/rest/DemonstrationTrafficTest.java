package dev.sluice.adapter.rest;

import static dev.sluice.adapter.rest.Problems.isProblem;
import static dev.sluice.testing.Anonymous.get;
import static dev.sluice.testing.Anonymous.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without a token. */
@QuarkusTest
@Timeout(120)
@Tag("service")
class DemonstrationTrafficTest {

    private static final String OPERATION = "/pools/default/demonstrate?duration=1h";

    @Test
    @DisplayName(
            "A service in the demonstration mode runs the traffic, with a slow statement, once at a time, until it is"
                    + " cancelled")
    void traffic() {
        Response begun = given().header("Prefer", "respond-async").post(OPERATION);
        begun.then().statusCode(202);
        String id = begun.jsonPath().getString("id");
        try {
            Await.until(
                    "a report holds a lease",
                    () -> get("/pool/connections").asString().contains("slow-report"));
            Await.until(
                    "callers wait in the lane LOW",
                    () -> get("/pools").jsonPath().getInt("find { it.name == 'default' }.waitingByLane.LOW") > 0);
            isProblem(given().post(OPERATION), ProblemType.OPERATION_IN_PROGRESS);
        } finally {
            given().delete("/operations/" + id).then().statusCode(200);
        }
        Await.until("the traffic has ended", () -> !status(id).equals("RUNNING"));
        assertThat(status(id)).isEqualTo("CANCELLED");
        assertThat(get("/pool/connections").asString()).doesNotContain("traffic");
    }

    private static String status(String id) {
        return get("/operations/" + id).jsonPath().getString("status");
    }
}
