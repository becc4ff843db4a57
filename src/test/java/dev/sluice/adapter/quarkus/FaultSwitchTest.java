package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class FaultSwitchTest {

    @Test
    @DisplayName("X09 a start with fault injection is refused in the production profile alone, by the name of the key")
    void production() {
        FaultSwitch.check(false, true);
        FaultSwitch.check(true, false);
        assertThatThrownBy(() -> FaultSwitch.check(true, true))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith("sluice.fault-injection.enabled is true, and the profile is prod");
    }
}
