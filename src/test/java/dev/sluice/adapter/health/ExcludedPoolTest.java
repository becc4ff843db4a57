package dev.sluice.adapter.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.sluice.adapter.quarkus.ExcludedPools;
import dev.sluice.testing.Await;
import dev.sluice.testing.CombinedProfile;
import dev.sluice.testing.Operator;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(CombinedProfile.class)
@Tag("service")
class ExcludedPoolTest {

    @Inject
    ExcludedPools check;

    @Test
    @DisplayName("a name in sluice.health.exclude without a pool causes one WARN, with the names of all pools")
    void misspelt() {
        List<String> lines = new ArrayList<>();
        Logger logger = Logger.getLogger(ExcludedPools.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLevel() + " " + line.getMessage().formatted(line.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            check.check(new StartupEvent());
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(lines)
                .containsExactly("WARN sluice.health.exclude names 'archive', and there is no pool of this name;"
                        + " the pools are cache, default, reports, sessions, workers");
    }

    @Test
    @DisplayName("a pool in sluice.health.exclude is left out of readiness, in every state")
    void excluded() {
        String data = "checks.find { it.name == 'Sluice pools' }.data";
        AtomicReference<Response> answer = new AtomicReference<>();
        Await.until("the other pool is ready: a busy machine may delay a probe", () -> {
            answer.set(Operator.given().get("/q/health/ready"));
            return answer.get().statusCode() == 200;
        });
        answer.get().then().body(data + ".'default.status'", equalTo("OK")).body(data, not(hasKey("reports.status")));
    }
}
