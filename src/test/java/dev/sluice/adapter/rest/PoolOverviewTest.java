package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.Readiness;
import dev.sluice.pool.PoolStats;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The overview of a pool")
@Tag("fast")
class PoolOverviewTest {

    @Test
    @DisplayName("has the values of the statistics of the same names, and the readiness")
    void values() throws ReflectiveOperationException {
        Map<String, RecordComponent> statistics = Arrays.stream(PoolStats.class.getRecordComponents())
                .collect(Collectors.toMap(RecordComponent::getName, Function.identity()));
        try (dev.sluice.testing.TestPool pool = dev.sluice.testing.TestPool.started(
                settings -> settings.minSize(2).maxSize(3))) {
            PoolStats stats = pool.pool.stats();
            PoolOverview overview =
                    PoolOverview.of(stats, new Readiness("test", Readiness.Status.PAUSED, null, "two\nlines"));

            int compared = 0;
            for (RecordComponent component : PoolOverview.class.getRecordComponents()) {
                RecordComponent statistic = statistics.get(component.getName());
                if (statistic != null) {
                    assertThat(component.getAccessor().invoke(overview))
                            .as(component.getName())
                            .isEqualTo(statistic.getAccessor().invoke(stats));
                    compared++;
                }
            }
            assertThat(compared).isEqualTo(14);
            assertThat(overview.total()).isEqualTo(2);
            assertThat(overview.ready()).isTrue();
            assertThat(overview.readiness()).isEqualTo(Readiness.Status.PAUSED);
            assertThat(overview.reason()).isEqualTo("two?lines");
        }
    }
}
