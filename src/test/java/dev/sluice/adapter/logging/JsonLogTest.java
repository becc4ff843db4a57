package dev.sluice.adapter.logging;

import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.admission.Priority;
import dev.sluice.control.PoolManager;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.testing.Await;
import dev.sluice.testing.CombinedProfile;
import dev.sluice.value.TraceContext;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(CombinedProfile.class)
@Tag("service")
@DisplayName("With sluice.log.json, the log file of the service")
class JsonLogTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String MARK = "json-log-test";

    @Inject
    PoolManager manager;

    @Test
    @DisplayName("is JSON in each line, with pool, connection, lane, tenant, tags and trace of a lease as fields")
    void lease() throws Exception {
        AcquireRequest request = AcquireRequest.DEFAULT
                .withPriority(Priority.HIGH)
                .withTenant("acme")
                .withTag("feature", MARK)
                .withTrace(new TraceContext(TRACE, "00f067aa0ba902b7", true));
        String connection;
        post("/pool/verbose?on=true").then().statusCode(200);
        try (Lease<?> lease = manager.pool("default").acquire(request)) {
            connection = lease.name();
        } finally {
            post("/pool/verbose?on=false").then().statusCode(200);
        }

        JsonNode line = line("SLUICE000103", "{feature=" + MARK + "}", "tags");
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("loggerName").asText()).isEqualTo("dev.sluice.pool.default");
        assertThat(field(line, "pool")).isEqualTo("default");
        assertThat(field(line, "connection")).isEqualTo(connection);
        assertThat(field(line, "lane")).isEqualTo("HIGH");
        assertThat(field(line, "tenant")).isEqualTo("acme");
        assertThat(field(line, "traceId")).isEqualTo(TRACE);
    }

    @Test
    @DisplayName("has the operation and its order as fields")
    void operation() throws Exception {
        String id = post("/pool/reset").then().statusCode(200).extract().path("id");
        JsonNode line = line("SLUICE000008", id, "order");
        assertThat(field(line, "pool")).isEqualTo("default");
        assertThat(field(line, "operation")).isEqualTo("reset");
        assertThat(field(line, "order")).startsWith(id + " by ");
    }

    /** Returns the line of this message whose field contains the text. Fails if any line is no JSON. */
    private static JsonNode line(String message, String text, String field) throws IOException {
        Await.until(message + " is written", () -> !find(message, text, field).isEmpty());
        return find(message, text, field).get(0);
    }

    private static List<JsonNode> find(String message, String text, String field) {
        List<JsonNode> found = new ArrayList<>();
        try {
            for (String each : Files.readAllLines(Path.of(CombinedProfile.LOG))) {
                JsonNode line = JSON.readTree(each);
                if (line.path("message").asText().startsWith(message)
                        && field(line, field).contains(text)) {
                    found.add(line);
                }
            }
        } catch (IOException e) {
            throw new AssertionError("a line is no JSON", e);
        }
        return found;
    }

    private static String field(JsonNode line, String name) {
        return line.path("mdc").path("sluice." + name).asText();
    }
}
