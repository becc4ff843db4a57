package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.Lease;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("fast")
class ConfigTest {

    private static final Duration NEGATIVE = Duration.ofSeconds(-1);

    private final FakeStore store = new FakeStore();

    @Test
    @DisplayName(
            "G01 without a factory, a close function or a maximum there is no pool, and the first missing part is named")
    void required() {
        GenericPoolBuilder<Thing> builder = GenericPool.builder("things");
        assertThatThrownBy(builder::build)
                .isInstanceOf(FactoryRequired.class)
                .hasMessage("pool 'things': a factory is required");
        builder.factory(store::create);
        assertThatThrownBy(builder::build)
                .isInstanceOf(CloseFuncRequired.class)
                .hasMessage("pool 'things': a close function is required");
        builder.closer(store::close);
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidConfigMaxSize.class)
                .hasMessage("pool 'things': max-size must be at least 1: 0");
        builder.maxSize(-3).maxAge(NEGATIVE);
        assertThatThrownBy(builder::build).isInstanceOf(InvalidConfigMaxSize.class);
        builder.maxSize(1);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pool 'things': max-age must not be negative: -1 s");
        builder.maxAge(Duration.ZERO);
        builder.build().close();
        assertThat(store.attempts()).isZero();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("max-idle", builder().maxIdle(-1)),
                Arguments.of("age-jitter", builder().ageJitter(1)),
                Arguments.of("max-idle-time", builder().maxIdleTime(NEGATIVE)),
                Arguments.of("max-age", builder().maxAge(NEGATIVE)),
                Arguments.of("max-age", builder().maxAge(Duration.ofDays(40_000))),
                Arguments.of("ping-after-idle", builder().pingAfterIdle(NEGATIVE)),
                Arguments.of("health-check-interval", builder().healthCheckInterval(NEGATIVE)),
                Arguments.of("health-check-timeout", builder().healthCheckTimeout(NEGATIVE)),
                Arguments.of("cleanup-interval", builder().cleanupInterval(NEGATIVE)),
                Arguments.of("acquire-timeout", builder().acquireTimeout(NEGATIVE)),
                Arguments.of("leak-threshold", builder().leakThreshold(NEGATIVE)));
    }

    private static GenericPoolBuilder<Thing> builder() {
        return Things.things(new FakeStore());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("G01 an invalid value is refused by name")
    void refused(String key, GenericPoolBuilder<Thing> builder) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("pool 'things': " + key + " must ");
    }

    @Test
    @DisplayName("G01 a maximum of idle resources beyond the size means the size; so does a missing maximum")
    void maxIdle() {
        assertThat(Things.onFakeTime(settings -> settings.maxIdle(50)).pool.maxIdle())
                .isEqualTo(10);
        assertThat(Things.onFakeTime(settings -> settings).pool.maxIdle()).isEqualTo(10);
        assertThat(Things.onFakeTime(settings -> settings.maxIdle(0)).pool.maxIdle())
                .isZero();
    }

    @Test
    @DisplayName("G01 zero switches a limit off: nothing gets too old or idle for too long, and no ping takes too long")
    void zeroIsOff() throws Exception {
        Things test = Things.onFakeTime(settings ->
                settings.maxAge(Duration.ZERO).maxIdleTime(Duration.ZERO).cleanupInterval(Duration.ofHours(1)));
        Thing thing = test.idle(1).get(0);
        test.time.advance(Duration.ofDays(1000));
        assertThat(test.pool.acquire().resource()).isSameAs(thing);

        FakeTime time = new FakeTime();
        GenericPool<Thing> patient = Things.things(store)
                .healthCheckTimeout(Duration.ZERO)
                .ping(any -> {
                    time.advance(Duration.ofDays(1));
                    return true;
                })
                .build(new PoolRuntime(time, time, Runnable::run, () -> 0.5));
        Lease<Thing> idle = patient.acquire();
        idle.close();
        assertThat(patient.acquire(Duration.ofDays(2)).resource()).isSameAs(idle.resource());
    }

    @Test
    @DisplayName("the configuration that operators see is the given one")
    void config() {
        PoolConfig config = Things.onFakeTime(settings -> settings.minSize(2)
                        .maxSize(7)
                        .maxIdle(3)
                        .maxIdleTime(Duration.ofMinutes(5))
                        .acquireTimeout(Duration.ofSeconds(3))
                        .leakThreshold(Duration.ofMinutes(2)))
                .pool
                .pool()
                .config();
        assertThat(config.minSize()).isEqualTo(2);
        assertThat(config.maxSize()).isEqualTo(7);
        assertThat(config.maxIdle()).isEqualTo(3);
        assertThat(config.idleTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.acquisitionTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.leakThreshold()).isEqualTo(Duration.ofMinutes(2));
    }
}
