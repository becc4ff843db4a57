package dev.sluice.adapter.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.admission.Priority;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.value.TraceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logging.MDC;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.JsonFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class JsonLinesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final LoggedPool here = new LoggedPool();
    private final Logger logger = Logger.getLogger("dev.sluice.pool.orders");
    private final List<String> lines = new ArrayList<>();
    private final Formatter formatter = new JsonFormatter();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(formatter.format(ExtLogRecord.wrap(entry)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void close() {
        logger.removeHandler(handler);
        here.close();
    }

    @Test
    @DisplayName("a line about a leak is JSON with pool, connection, lane, tenant, tags and trace as fields")
    void leak() throws Exception {
        ManagedPool<Thing> orders = here.start();
        Lease<Thing> lease = orders.acquire(AcquireRequest.DEFAULT
                .withPriority(Priority.LOW)
                .withTenant("acme")
                .withTag("feature", "billing")
                .withTrace(new TraceContext(TRACE, "00f067aa0ba902b7", true)));
        here.time.advance(Duration.ofSeconds(60));
        JsonNode line = line("SLUICE000057");
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("loggerName").asText()).isEqualTo("dev.sluice.pool.orders");
        assertThat(field(line, "pool")).isEqualTo("orders");
        assertThat(field(line, "connection")).isEqualTo(lease.name());
        assertThat(field(line, "lane")).isEqualTo("LOW");
        assertThat(field(line, "tenant")).isEqualTo("acme");
        assertThat(field(line, "tags")).isEqualTo("{feature=billing}");
        assertThat(field(line, "traceId")).isEqualTo(TRACE);
        assertThat(field(line, "operation")).isEmpty();
        lease.close();
    }

    @Test
    @DisplayName("lines of an operation have its name, and fields of the application stay as they were")
    void operation() throws Exception {
        ManagedPool<Thing> orders = here.start();
        MDC.put("request", "r1");
        try {
            orders.reset(false);
            assertThat(MDC.getMap()).isEqualTo(java.util.Map.of("request", "r1"));
        } finally {
            MDC.remove("request");
        }
        JsonNode line = line("SLUICE000008");
        assertThat(field(line, "operation")).isEqualTo("reset");
        assertThat(line.at("/mdc/request").asText()).isEqualTo("r1");
    }

    @Test
    @DisplayName("a line about one connection has its name as a field while the pool is verbose")
    void connection() throws Exception {
        ManagedPool<Thing> orders = here.start();
        orders.setVerbose(true);
        here.time.advance(Duration.ofSeconds(20));
        lines.clear();
        try (Lease<Thing> lease = orders.acquire()) {
            assertThat(field(line("SLUICE000101"), "connection")).isEqualTo(lease.name());
        }
        assertThat(field(line("SLUICE000103"), "lane")).isEqualTo("NORMAL");
    }

    private JsonNode line(String id) throws JsonProcessingException {
        List<String> found = lines.stream().filter(line -> line.contains(id)).toList();
        assertThat(found).as(id).hasSize(1);
        return JSON.readTree(found.get(0));
    }

    private static String field(JsonNode line, String name) {
        return line.path("mdc").path("sluice." + name).asText();
    }
}
