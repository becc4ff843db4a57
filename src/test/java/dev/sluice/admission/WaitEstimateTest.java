package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class WaitEstimateTest {

    private final WaitEstimate estimate = new WaitEstimate();

    @Test
    @DisplayName("before the first served caller there is no measurement, and none again once it is discarded")
    void nothing() {
        assertThat(estimate.nanos(3)).isEqualTo(-1);
        estimate.served(100, 0);
        assertThat(estimate.nanos(0)).isEqualTo(100);
        estimate.forget();
        assertThat(estimate.nanos(0)).isEqualTo(-1);
    }

    @Test
    @DisplayName("a wait is recorded by its places, and estimated by the places ahead")
    void byPlaces() {
        estimate.served(1200, 2); // three places of 400

        assertThat(estimate.nanos(0)).isEqualTo(400);
        assertThat(estimate.nanos(4)).isEqualTo(2000);
    }

    @Test
    @DisplayName("a new wait moves the mean by a sixteenth of the difference, up or down, from zero as well")
    void mean() {
        estimate.served(0, 0);
        assertThat(estimate.nanos(0)).isZero();
        estimate.served(1600, 0);
        assertThat(estimate.nanos(0)).isEqualTo(100);
        estimate.served(3300, 0);
        assertThat(estimate.nanos(0)).isEqualTo(300);
        estimate.served(140, 0);
        assertThat(estimate.nanos(0)).isEqualTo(290);
    }
}
