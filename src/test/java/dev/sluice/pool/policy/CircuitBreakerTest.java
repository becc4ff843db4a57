package dev.sluice.pool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.policy.CircuitBreaker.CircuitState;
import dev.sluice.pool.policy.CircuitBreaker.CreationPermission;
import dev.sluice.testing.Caller;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class CircuitBreakerTest {

    private static final long OPEN = Duration.ofSeconds(30).toNanos();

    private final CircuitBreaker circuit =
            new CircuitBreaker(new Breaker(5, Duration.ofSeconds(30), PolicyMode.ENFORCE));

    private void open(long now) {
        for (int i = 0; i < 5; i++) {
            circuit.failed(now, now, now);
        }
        assertThat(circuit.read().state()).isEqualTo(CircuitState.OPEN);
    }

    @Test
    @DisplayName("X03 five failures in a row open the circuit; a success in between restarts the count")
    void opens() {
        for (int i = 0; i < 4; i++) {
            assertThat(circuit.failed(0, 0, 0)).isEmpty();
        }
        circuit.succeeded();
        for (int i = 0; i < 4; i++) {
            assertThat(circuit.failed(0, 0, 0)).isEmpty();
        }
        assertThat(circuit.ask(0)).isEqualTo(CreationPermission.FREE);
        assertThat(circuit.failed(0, 7, 7)).hasValue(OPEN + 7);
        assertThat(circuit.ask(OPEN + 6).isAllowed()).isFalse();
    }

    @Test
    @DisplayName("X03 exactly one of 16 threads that ask at the end of the open time receives the probe")
    void oneProbe() throws Exception {
        for (int round = 0; round < 50; round++) {
            open(0);
            int probes = 0;
            for (Caller<CreationPermission> caller : Caller.startTogether(16, () -> circuit.ask(OPEN))) {
                CreationPermission permission = caller.result();
                assertThat(permission.isAllowed()).isEqualTo(permission.isProbe());
                probes += permission.isProbe() ? 1 : 0;
            }
            assertThat(probes).isEqualTo(1);
            circuit.succeeded();
        }
    }

    @Test
    @DisplayName("X03 a failed probe opens the circuit for another period, and a success from any state closes it")
    void probes() {
        open(0);
        assertThat(circuit.ask(OPEN).isProbe()).isTrue();
        assertThat(circuit.failed(OPEN, OPEN + 5, 0)).hasValue(2 * OPEN + 5);
        assertThat(circuit.ask(2 * OPEN).isAllowed()).isFalse();
        assertThat(circuit.ask(2 * OPEN + 5).isProbe()).isTrue();
        assertThat(circuit.succeeded()).isEqualTo(CircuitState.HALF_OPEN);
        assertThat(circuit.ask(0)).isEqualTo(CreationPermission.FREE);
        open(0);
        assertThat(circuit.succeeded()).as("a creation that began before").isEqualTo(CircuitState.OPEN);
        assertThat(circuit.isClosed()).isTrue();
    }

    @Test
    @DisplayName("X03 the failure of a creation that began before the probe leaves the probe under way")
    void late() {
        open(0);
        assertThat(circuit.ask(OPEN).isProbe()).isTrue();
        assertThat(circuit.failed(OPEN - 1, OPEN + 1, 0)).isEmpty();
        assertThat(circuit.read().state()).isEqualTo(CircuitState.HALF_OPEN);
        assertThat(circuit.ask(OPEN + 2).isAllowed()).isFalse();
    }

    @Test
    @DisplayName("X03 a probe that was not made is made by the next creation, and a lost one is replaced in the end")
    void abandoned() {
        open(0);
        CreationPermission first = circuit.ask(OPEN);
        assertThat(circuit.abandon(first, OPEN)).isTrue();
        CreationPermission second = circuit.ask(OPEN);
        assertThat(second.isProbe()).isTrue();
        assertThat(circuit.abandon(first, OPEN)).as("an old probe").isFalse();
        assertThat(circuit.ask(2 * OPEN - 1).isAllowed()).isFalse();
        assertThat(circuit.ask(2 * OPEN).isProbe())
                .as("the second never returned")
                .isTrue();
        assertThat(circuit.abandon(CreationPermission.FREE, OPEN)).isFalse();
    }

    @Test
    @DisplayName("X03 an ordered creation is the probe at once, unless a probe is under way")
    void ordered() {
        open(0);
        assertThat(circuit.order(1).isProbe()).isTrue();
        assertThat(circuit.order(2).isAllowed()).isFalse();
    }

    @Test
    @DisplayName("X03 the circuit stays open as long as attempts are held back for another reason")
    void heldBack() {
        for (int i = 0; i < 4; i++) {
            circuit.failed(0, 0, 0);
        }
        assertThat(circuit.failed(0, 0, 2 * OPEN)).hasValue(2 * OPEN);
        assertThat(circuit.ask(OPEN).isAllowed()).isFalse();
    }
}
