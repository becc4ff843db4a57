package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.testing.TestPool;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class FillTest {

    private final TestPool test = TestPool.started(UnaryOperator.identity());

    @Test
    @DisplayName(
            "M19 from 10 a fill makes 20, each logged with its purpose; a second one finds the pool at its maximum")
    void toMaximum() {
        OperationReport first = test.pool.fill(20);

        assertThat(test.total()).isEqualTo(20);
        assertThat(first.created()).isEqualTo(10);
        assertThat(test.events.of(Type.CREATED).stream().filter(event -> "fill".equals(event.words())))
                .hasSize(10);

        OperationReport second = test.pool.fill(20);
        assertThat(second.created()).isZero();
        assertThat(second.message()).isEqualTo("Pool already at maximum (20 connections)");
        assertThat(test.store.attempts()).isEqualTo(20);
    }

    @Test
    @DisplayName("X05 a target is met exactly, a larger target is capped at the maximum, and the report has both")
    void target() {
        assertThat(test.pool.fill(15).after()).isEqualTo(15);
        assertThat(test.pool.fill(12).message()).isEqualTo("Pool already at target (15 connections)");

        OperationReport capped = test.pool.fill(25);
        assertThat(capped.after()).isEqualTo(20);
        assertThat(capped.message()).isEqualTo("target 25 is above the maximum 20");
        assertThat(test.pool.fill(25).message())
                .isEqualTo("target 25 is above the maximum 20; Pool already at maximum (20 connections)");
    }

    @Test
    @DisplayName("a fill that fails in part reports the number of missing resources")
    void partialFailure() {
        test.store.onCreate = attempt -> {
            if (attempt > 13) {
                throw new IllegalStateException("too many clients already");
            }
        };

        OperationReport report = test.pool.fill(20);

        assertThat(report.created()).isEqualTo(3);
        assertThat(report.failed()).isEqualTo(7);
        assertThat(report.complete()).isFalse();
        assertThat(report.message()).isEqualTo("too many clients already");
        assertThat(test.total()).isEqualTo(13);
    }

    @Test
    @DisplayName("a fill during a close creates nothing, and reports that")
    void overtakenByClose() {
        test.pool.addListener(event -> {
            if (event.type() == Type.OPERATION_REQUESTED) {
                test.pool.close();
            }
        });

        OperationReport report = test.pool.fill(20);

        assertThat(test.store.attempts()).as("a closed store is not asked").isEqualTo(10);
        assertThat(report.complete()).isFalse();
        assertThat(report.message()).isEqualTo("pool 'orders' is closed");
        assertThat(test.pool.state()).isEqualTo(PoolState.STOPPED);
    }

    @Test
    @DisplayName("a negative target is refused, with its name")
    void negative() {
        assertThatThrownBy(() -> test.pool.fill(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("target")
                .hasMessageContaining("-1");
    }
}
