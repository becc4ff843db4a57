package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class CountersTest {

    private static final Set<String> LARGEST = Set.of("longestWaitSeconds", "longestCreationSeconds", "maxInUse");

    private static final RecordComponent[] COMPONENTS = PoolStats.Counters.class.getRecordComponents();

    @Test
    @DisplayName("each number that is filled by name is the counter of that name")
    void byName() throws ReflectiveOperationException {
        PoolStats.Counters counters = filled(1);

        for (int i = 0; i < COMPONENTS.length; i++) {
            assertThat(value(counters, COMPONENTS[i]))
                    .as(COMPONENTS[i].getName())
                    .isEqualTo(i + 1);
        }
        assertThat(PoolStats.Counts.class.getDeclaredFields()).hasSameSizeAs(COMPONENTS);
    }

    @Test
    @DisplayName("since an earlier look each counter tells the difference, but for the longest and the most")
    void since() throws ReflectiveOperationException {
        PoolStats.Counters later = filled(1000).since(filled(1));

        for (int i = 0; i < COMPONENTS.length; i++) {
            String name = COMPONENTS[i].getName();
            assertThat(value(later, COMPONENTS[i])).as(name).isEqualTo(LARGEST.contains(name) ? 1000 + i : 999);
        }
    }

    /** Returns counters with the numbers {@code first}, {@code first + 1} and so on, in the order of the components. */
    private static PoolStats.Counters filled(int first) throws ReflectiveOperationException {
        PoolStats.Counts counts = new PoolStats.Counts();
        for (int i = 0; i < COMPONENTS.length; i++) {
            Field field = PoolStats.Counts.class.getDeclaredField(COMPONENTS[i].getName());
            if (field.getType() == int.class) {
                field.setInt(counts, first + i);
            } else if (field.getType() == long.class) {
                field.setLong(counts, first + i);
            } else {
                field.setDouble(counts, first + i);
            }
        }
        return counts.counters();
    }

    private static double value(PoolStats.Counters counters, RecordComponent component)
            throws ReflectiveOperationException {
        return ((Number) component.getAccessor().invoke(counters)).doubleValue();
    }
}
