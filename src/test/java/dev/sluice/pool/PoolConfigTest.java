package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.pool.leak.LeakStacks;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.Rate;
import dev.sluice.pool.policy.RateLimit;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("fast")
class PoolConfigTest {

    private static Arguments bad(String message, UnaryOperator<PoolConfig.Builder> settings) {
        return Arguments.of(message, settings);
    }

    static Stream<Arguments> senseless() {
        Duration negative = Duration.ofSeconds(-1);
        return Stream.of(
                bad(
                        "min-size must not exceed max-size (5): 6",
                        s -> s.minSize(6).maxSize(5)),
                bad("min-size must be a whole number from 0 to 10000: -1", s -> s.minSize(-1)),
                bad("max-idle must be a whole number, at least 0: -1", s -> s.maxIdle(-1)),
                bad(
                        "min-size must not exceed max-idle (3): 4",
                        s -> s.minSize(4).maxSize(5).maxIdle(3)),
                bad(
                        "max-size must be a whole number from 1 to 10000: 0",
                        s -> s.minSize(0).maxSize(0)),
                bad("max-size must be a whole number from 1 to 10000: -3", s -> s.maxSize(-3)),
                bad(
                        "max-lifetime must be a duration from 0 s to 36500 days, such as 500ms, 30s, 1h30m or PT10M: -1 s",
                        s -> s.maxLifetime(negative)),
                bad(
                        "idle-timeout must be a duration from 0 s to 36500 days, such as 500ms, 30s, 1h30m or PT10M: -1 s",
                        s -> s.idleTimeout(negative)),
                bad(
                        "acquisition-timeout must be a duration from 0 s to 36500 days, such as 500ms, 30s, 1h30m or PT10M: -1 s",
                        s -> s.acquisitionTimeout(negative)),
                bad(
                        "shortest-wait must be a duration from 0 s to 36500 days, such as 500ms, 30s, 1h30m or PT10M: -1 s",
                        s -> s.shortestWait(negative)),
                bad(
                        "validate-after-idle must be a duration from 0 s to 36500 days, such as 500ms, 30s, 1h30m or PT10M: -1 s",
                        s -> s.validateAfterIdle(negative)),
                bad(
                        "background-validation must be a duration from 0 s to 36500 days, such as 500ms, 30s, 1h30m or PT10M: -1 s",
                        s -> s.backgroundValidation(negative)),
                bad(
                        "leak-threshold must be a duration from 0 s to 36500 days, such as 500ms, 30s, 1h30m or PT10M: -1 s",
                        s -> s.leakThreshold(negative)),
                bad(
                        "validation-timeout must be a duration from 1 ms to 36500 days, such as 500ms, 30s, 1h30m or PT10M: 0 s",
                        s -> s.validationTimeout(Duration.ZERO)),
                bad("max-size must be a whole number from 1 to 10000: 2147483647", s -> s.maxSize(Integer.MAX_VALUE)),
                bad(
                        "maintenance-interval must be a duration from 1 ms to 36500 days, such as 500ms, 30s, 1h30m or PT10M: PT0.000000001S",
                        s -> s.maintenanceInterval(Duration.ofNanos(1))),
                bad(
                        "maintenance-interval must be a duration from 1 ms to 36500 days, such as 500ms, 30s, 1h30m or PT10M: 0 s",
                        s -> s.maintenanceInterval(Duration.ZERO)),
                bad("lifetime-jitter must be a number from 0 to less than 1: 1.0", s -> s.lifetimeJitter(1)),
                bad("lifetime-jitter must be a number from 0 to less than 1: -0.1", s -> s.lifetimeJitter(-0.1)),
                bad("lifetime-jitter must be a number from 0 to less than 1: NaN", s -> s.lifetimeJitter(Double.NaN)),
                bad(
                        "max-lifetime must be a duration from 0 s to 36500 days",
                        s -> s.maxLifetime(Duration.ofDays(200_000))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("senseless")
    @DisplayName("M29 a value that makes no sense is refused, with its key and the value")
    void refused(String message, UnaryOperator<PoolConfig.Builder> settings) {
        assertThatThrownBy(() -> settings.apply(PoolConfig.builder()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    @DisplayName("M02 the defaults are the origin's sizes")
    void defaults() {
        PoolConfig config = PoolConfig.builder().build();

        assertThat(config.minSize()).isEqualTo(10);
        assertThat(config.maxSize()).isEqualTo(20);
        assertThat(config.maintenanceInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.validationTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.shortestWait()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.leakStacks()).isEqualTo(LeakStacks.SUSPECTS);
        assertThat(config.admission()).isEqualTo(AdmissionPolicy.DEFAULT);
    }

    @Test
    @DisplayName("a maximum below 10 is the default of the minimum, too")
    void smallMaximum() {
        assertThat(PoolConfig.builder().maxSize(5).build().minSize()).isEqualTo(5);
        assertThat(PoolConfig.builder().maxIdle(3).build().minSize()).isEqualTo(3);
    }

    @Test
    @DisplayName("changing one setting keeps all others")
    void toBuilder() {
        PoolConfig config = new PoolConfig(
                1,
                2,
                1,
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                0.6,
                Duration.ofSeconds(7),
                Duration.ofSeconds(8),
                Duration.ofSeconds(9),
                Duration.ofSeconds(1),
                Duration.ofMillis(2),
                Duration.ofSeconds(6),
                Duration.ofSeconds(10),
                Duration.ofSeconds(11),
                LeakStacks.ALL,
                Duration.ofSeconds(12),
                true,
                AdmissionPolicy.builder()
                        .maxWaiters(13)
                        .aging(Duration.ofSeconds(14))
                        .build(),
                PoolPolicies.NONE.with(RateLimit.DECLARATION.of(Map.of("pool", new Rate(15, Rate.Unit.S, 16)))));

        assertThat(config.toBuilder().build()).isEqualTo(config);
        assertThat(config.toBuilder().maxSize(20).build().maxSize()).isEqualTo(20);
    }

    @Test
    @DisplayName("a wait without limit is a timeout, too")
    void forever() {
        assertThat(PoolConfig.builder()
                        .acquisitionTimeout(AcquireRequest.FOREVER)
                        .build()
                        .acquisitionTimeout())
                .isEqualTo(AcquireRequest.FOREVER);
    }
}
