package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolStats.Counters;
import dev.sluice.pool.statistic.Statistic.Kind;
import dev.sluice.pool.statistic.StatisticEntry;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The records of a snapshot are filled by name. */
@Tag("fast")
class CountersTest {

    private static final List<StatisticEntry<Counters>> ENTRIES = StatisticEntry.of(Counters.class);

    @Test
    @DisplayName("each number that is set by name is the counter of that name")
    void byName() throws ReflectiveOperationException {
        Counters counters = filled(1);

        for (int i = 0; i < ENTRIES.size(); i++) {
            assertThat(ENTRIES.get(i).number(counters))
                    .as(ENTRIES.get(i).name())
                    .isEqualTo(i + 1);
        }
    }

    @Test
    @DisplayName("a draft has a field for each component, and no others")
    void drafts() {
        assertThat(PoolStats.Draft.class.getDeclaredFields())
                .extracting(Field::getName)
                .containsExactlyElementsOf(components(PoolStats.class));
        assertThat(Counters.Draft.class.getDeclaredFields())
                .extracting(Field::getName)
                .containsExactlyElementsOf(components(Counters.class));
    }

    @Test
    @DisplayName("since an earlier reading each counter is the difference; the longest and the most stay")
    void since() throws ReflectiveOperationException {
        Counters later = filled(1000).since(filled(1));

        for (int i = 0; i < ENTRIES.size(); i++) {
            StatisticEntry<Counters> entry = ENTRIES.get(i);
            assertThat(entry.number(later)).as(entry.name()).isEqualTo(entry.kind() == Kind.COUNTER ? 999 : 1000 + i);
        }
        assertThat(ENTRIES.stream().filter(entry -> entry.kind() != Kind.COUNTER))
                .extracting(StatisticEntry::name)
                .containsExactlyInAnyOrder("longestWaitSeconds", "longestCreationSeconds", "maxInUse");
    }

    private static List<String> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    /** Returns counters with the numbers {@code first}, {@code first + 1} and so on, in the order of the components. */
    private static Counters filled(int first) throws ReflectiveOperationException {
        Counters.Draft draft = new Counters.Draft();
        for (int i = 0; i < ENTRIES.size(); i++) {
            Field field = Counters.Draft.class.getDeclaredField(ENTRIES.get(i).name());
            if (field.getType() == int.class) {
                field.setInt(draft, first + i);
            } else if (field.getType() == long.class) {
                field.setLong(draft, first + i);
            } else {
                field.setDouble(draft, first + i);
            }
        }
        return draft.counters();
    }
}
