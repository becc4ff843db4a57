package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Priority;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.AcquireContext;
import dev.sluice.pool.AcquireRequest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("service")
class LaneTest {

    @Inject
    Billing billing;

    @Inject
    ManagedExecutor executor;

    @Inject
    ManagedDataSource dataSource;

    @Inject
    javax.sql.DataSource plain;

    @ApplicationScoped
    @Lane(value = Priority.LOW, tags = "feature:billing")
    static class Billing {

        public <T> T usual(Callable<T> work) throws Exception {
            return work.call();
        }

        @Lane(
                value = Priority.HIGH,
                tags = {"tx:read", "user:u1"},
                timeout = "PT2S",
                leakThreshold = "PT1M")
        public <T> T urgent(Callable<T> work) throws Exception {
            return work.call();
        }
    }

    @Test
    @DisplayName(
            "X07: inside an annotated method every lease has the method's tags, for code that uses DataSource only")
    void tagsTheLease() throws Exception {
        Map<String, String> tags = billing.urgent(() -> {
            try (Connection connection = plain.getConnection()) {
                String name = dataSource.nameOf(connection);
                return dataSource.pool().stats().connections().stream()
                        .filter(info -> info.id().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .tags();
            }
        });
        assertThat(tags).containsOnly(Map.entry("tx", "read"), Map.entry("user", "u1"));
        assertThat(dataSource.pool().stats().connections())
                .allSatisfy(info -> assertThat(info.tags()).isEmpty());
    }

    @Test
    @DisplayName("the method's lane, timeout and leak threshold win over the class', and end with the method")
    void innermostWins() throws Exception {
        assertThat(billing.usual(AcquireContext::current).priority()).isEqualTo(Priority.LOW);
        AcquireRequest urgent = billing.usual(() -> billing.urgent(AcquireContext::current));
        assertThat(urgent.priority()).isEqualTo(Priority.HIGH);
        assertThat(urgent.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(urgent.leakThreshold()).isEqualTo(Duration.ofMinutes(1));
        assertThat(billing.usual(AcquireContext::current).leakThreshold()).isNull();
        assertThat(urgent.tags()).containsEntry("feature", "billing").containsEntry("tx", "read");
        assertThat(AcquireContext.current()).isEqualTo(AcquireRequest.DEFAULT);
    }

    @Test
    @DisplayName("context propagation carries lane and tags to worker threads, and takes them off again")
    void propagates() throws Exception {
        AcquireRequest seen = billing.urgent(
                () -> executor.supplyAsync(AcquireContext::current).get());
        assertThat(seen.priority()).isEqualTo(Priority.HIGH);
        assertThat(executor.supplyAsync(AcquireContext::current).get()).isEqualTo(AcquireRequest.DEFAULT);
    }
}
