package dev.sluice.pool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Priority;
import dev.sluice.pool.policy.Degradation.WhenFull;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class DegradationSwitchTest {

    private final DegradationSwitch state = new DegradationSwitch(
            new Degradation(WhenFull.WAIT, 0.9, 0.7, 3, Duration.ofSeconds(1), Priority.NORMAL, PolicyMode.ENFORCE),
            false);

    private void check(double... utilizations) {
        for (double utilization : utilizations) {
            state.check(utilization);
        }
    }

    @Test
    @DisplayName("X08 three high readings in a row degrade; a lower one between them begins the count again")
    void enters() {
        check(0.9, 1, 0.89, 0.9, 0.9);
        assertThat(state.isDegraded()).isFalse();
        assertThat(state.check(0.9)).isTrue();
        assertThat(state.state()).isEqualTo("DEGRADED");
    }

    @Test
    @DisplayName("X08 a reading between the two limits changes nothing, in either state")
    void between() {
        check(0.8, 0.8, 0.8, 0.8);
        assertThat(state.isDegraded()).isFalse();
        check(1, 1, 1);
        check(0.7, 0.7, 0.7, 0.69, 0.69, 0.7);
        assertThat(state.isDegraded()).isTrue();
        check(0, 0, 0);
        assertThat(state.isDegraded()).isFalse();
    }
}
