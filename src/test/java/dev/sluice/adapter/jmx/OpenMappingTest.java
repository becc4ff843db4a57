package dev.sluice.adapter.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class OpenMappingTest {

    record Inner(String id, Instant at) {}

    record Outer(
            int small,
            long big,
            double part,
            boolean on,
            Priority lane,
            String text,
            List<Inner> inners,
            Map<Priority, Integer> byLane) {}

    record Unmappable(Object anything) {}

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456789Z");

    @Test
    void a_record_becomes_composite_data_of_jdk_types() {
        Outer outer = new Outer(
                1, 2, 0.5, true, Priority.HIGH, "words", List.of(new Inner("a", AT)), Map.of(Priority.LOW, 3));

        CompositeData data = (CompositeData) OpenMapping.of(Outer.class).translate(outer);

        assertThat(data.get("small")).isEqualTo(1);
        assertThat(data.get("big")).isEqualTo(2L);
        assertThat(data.get("part")).isEqualTo(0.5);
        assertThat(data.get("on")).isEqualTo(true);
        assertThat(data.get("lane")).isEqualTo("HIGH");
        assertThat(data.get("text")).isEqualTo("words");
        assertThat(((CompositeData[]) data.get("inners"))[0].get("at")).isEqualTo("2026-01-01T00:00:00.123456789Z");
        assertThat(((TabularData) data.get("byLane")).get(new Object[] {"LOW"}).get("value"))
                .isEqualTo(3);
    }

    @Test
    void what_is_missing_stays_missing() {
        CompositeData data = (CompositeData)
                OpenMapping.of(Outer.class).translate(new Outer(1, 2, 0, false, null, null, null, null));

        assertThat(data.get("lane")).isNull();
        assertThat(data.get("text")).isNull();
        assertThat(data.get("inners")).isNull();
        assertThat(OpenMapping.of(Outer.class).translate(null)).isNull();
    }

    @Test
    void a_type_that_clients_could_not_read_is_refused() {
        assertThatThrownBy(() -> OpenMapping.of(Unmappable.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
    }
}
