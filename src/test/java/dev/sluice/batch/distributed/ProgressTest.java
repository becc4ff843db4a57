package dev.sluice.batch.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Priority;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
@DisplayName("The progress of a distributed batch")
class ProgressTest {

    private static final OptionalLong UNKNOWN = OptionalLong.empty();

    @Test
    @DisplayName("knows the number of jobs when all are stored, or when the source has announced it")
    void total() {
        assertThat(progress(30, 20, true).total(OptionalLong.of(40))).isEqualTo(30);
        assertThat(progress(30, 20, true).isTotalKnown(UNKNOWN)).isTrue();
        assertThat(progress(30, 20, false).total(OptionalLong.of(40))).isEqualTo(40);
        assertThat(progress(30, 20, false).isTotalKnown(OptionalLong.of(40))).isTrue();
    }

    @Test
    @DisplayName("counts the jobs seen, stored or done, while the number of all is unknown")
    void seen() {
        assertThat(progress(30, 20, false).total(UNKNOWN)).isEqualTo(30);
        assertThat(progress(10, 20, false).total(UNKNOWN)).isEqualTo(20);
        assertThat(progress(30, 20, false).isTotalKnown(UNKNOWN)).isFalse();
    }

    private static Progress progress(long stored, long done, boolean complete) {
        Definition definition = new Definition("sql", "", "", 10, Priority.NORMAL, false);
        StoringMark mark = new StoringMark(stored / 10, stored, 0);
        OrderRow order = new OrderRow("b", 1, definition, OrderState.RUNNING, null, null, mark, complete);
        return new Progress(order, done, 0, List.of());
    }
}
