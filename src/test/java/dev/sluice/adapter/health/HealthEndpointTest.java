package dev.sluice.adapter.health;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.sluice.testing.Await;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("service")
class HealthEndpointTest {

    private static final String POOLS = "checks.find { it.name == 'Sluice pools' }";

    @Test
    @DisplayName("liveness has the process, and no pool")
    void live() {
        up("/q/health/live").body("checks.name", hasItem("Sluice process")).body("checks.size()", equalTo(1));
    }

    @Test
    @DisplayName("readiness has the default pool with its numbers")
    void ready() {
        up("/q/health/ready")
                .body(POOLS + ".status", equalTo("UP"))
                .body(POOLS + ".data.'default.status'", equalTo("OK"))
                .body(POOLS + ".data.'default.total'", greaterThan(0))
                .body(POOLS + ".data.'default.max'", equalTo(20));
    }

    @Test
    @DisplayName("A4 readiness has no check of Quarkus' own for databases, which does not cover these pools")
    void onlyOurPools() {
        up("/q/health/ready").body("checks.name", not(hasItem("Database connections health check")));
    }

    @Test
    @DisplayName("the start is over when the pools are warm")
    void started() {
        up("/q/health/started").body("checks.name", hasItem("Sluice warm-up"));
    }

    private static ValidatableResponse up(String path) {
        AtomicReference<Response> answer = new AtomicReference<>();
        Await.until(path + " is up: a busy machine may delay a probe beyond its 200 ms", () -> {
            answer.set(get(path));
            return answer.get().statusCode() == 200;
        });
        return answer.get().then().body("status", equalTo("UP"));
    }
}
