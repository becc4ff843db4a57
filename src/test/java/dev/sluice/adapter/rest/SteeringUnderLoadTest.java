package dev.sluice.adapter.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.PoolManager;
import dev.sluice.control.policy.RuleKey;
import dev.sluice.testing.SteeringUnderLoad;
import dev.sluice.testing.TestPool;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(120)
@Tag("service")
class SteeringUnderLoadTest implements SteeringUnderLoad.Console {

    private static final String ORDERS = "/pools/orders/";

    @Inject
    PoolManager manager;

    TestPool orders;

    @BeforeEach
    void open() {
        orders = TestPool.startedOnThreads(settings -> settings.minSize(2).maxSize(4));
        manager.register(orders.pool);
    }

    @AfterEach
    void close() {
        manager.unregister(orders.pool);
        orders.close();
    }

    @Test
    @DisplayName("Priorities, caps, shares, pause and sizes are changed under load, from the next acquire on")
    void underLoad() {
        try (SteeringUnderLoad load = new SteeringUnderLoad(orders.pool, this)) {
            load.run();
        }
    }

    @Override
    public void change(String key, String value) {
        assertThat(patch(key, value).statusCode()).isEqualTo(200);
    }

    @Override
    public boolean refuses(String key, String value) {
        return patch(key, value).statusCode() == 400;
    }

    private static Response patch(String key, String value) {
        List<String> path = RuleKey.parse(key).path();
        String json = value.isEmpty() ? "null" : '"' + value + '"';
        for (int i = path.size() - 1; i >= 0; i--) {
            json = "{\"" + path.get(i) + "\":" + json + "}";
        }
        return given().contentType(GateResource.MERGE_PATCH).body(json).patch(ORDERS + "policy");
    }

    @Override
    public void pause() {
        post(ORDERS + "pause").then().statusCode(200);
    }

    @Override
    public void resume() {
        post(ORDERS + "resume").then().statusCode(200);
    }

    @Override
    public void resize(int min, int max) {
        post(ORDERS + "resize?min=" + min + "&max=" + max).then().statusCode(200);
    }
}
