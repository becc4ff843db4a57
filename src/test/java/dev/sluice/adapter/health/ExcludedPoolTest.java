package dev.sluice.adapter.health;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ExcludedPoolTest.Profile.class)
class ExcludedPoolTest {

    /** An application that can do without one of its pools, whose database is not there. */
    public static class Profile implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.pools.orders.url", "jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1",
                    "sluice.pools.reports.url", "jdbc:h2:mem:reports;IFEXISTS=TRUE",
                    "sluice.health.exclude", "archive,reports");
        }
    }

    @Test
    @DisplayName("a pool that sluice.health.exclude names is left out of readiness, whatever its state")
    void excluded() {
        String data = "checks.find { it.name == 'Sluice pools' }.data";
        get("/q/health/ready")
                .then()
                .statusCode(200)
                .body(data + ".'orders.status'", equalTo("OK"))
                .body(data, not(hasKey("reports.status")));
    }
}
