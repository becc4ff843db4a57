package dev.sluice.batch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.failure.CircuitOpen;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.PoolException;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.failure.RateLimited;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class SqlErrorsTest {

    private static SqlErrorKind kindOf(PoolException refusal) {
        return SqlErrors.kindOf(new SQLTransientConnectionException("no lease", "08001", refusal));
    }

    @Test
    @DisplayName("a batch waits after a refusal of its pool that passes by itself, and for its database")
    void refusals() {
        assertThat(kindOf(new PoolSaturated("orders", "full"))).isEqualTo(SqlErrorKind.BUSY);
        assertThat(kindOf(new RateLimited("orders", "10/s", Duration.ofMillis(10))))
                .isEqualTo(SqlErrorKind.BUSY);
        assertThat(kindOf(new CreationFailed("orders", "down", new IllegalStateException())))
                .isEqualTo(SqlErrorKind.AWAY);
        assertThat(kindOf(new CircuitOpen("orders", "open", Duration.ofSeconds(12), null)))
                .isEqualTo(SqlErrorKind.AWAY);
    }
}
