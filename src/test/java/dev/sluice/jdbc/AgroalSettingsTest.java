package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.PoolConfig;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The settings of Agroal determine the maintenance of a pool")
@Tag("fast")
class AgroalSettingsTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private static Duration interval(
            Duration longest, UnaryOperator<AgroalConnectionPoolConfigurationSupplier> settings) {
        AgroalConnectionPoolConfigurationSupplier agroal = new AgroalConnectionPoolConfigurationSupplier().maxSize(2);
        agroal.connectionFactoryConfiguration().jdbcUrl("jdbc:h2:mem:settings");
        PoolConfig defaults = PoolConfig.builder().maintenanceInterval(longest).build();
        return JdbcPool.rulesOf(settings.apply(agroal).get(), defaults).maintenanceInterval();
    }

    @Test
    @DisplayName("twice within the shortest of its times: a lifetime of 500 ms does not wait for ten seconds")
    void followsTheShortest() {
        assertThat(interval(TEN_SECONDS, agroal -> agroal.maxLifetime(Duration.ofMillis(500))))
                .isEqualTo(Duration.ofMillis(250));
        assertThat(interval(
                        TEN_SECONDS,
                        agroal -> agroal.maxLifetime(Duration.ofSeconds(9)).reapTimeout(Duration.ofSeconds(3))))
                .isEqualTo(Duration.ofMillis(1_500));
        assertThat(interval(TEN_SECONDS, agroal -> agroal.leakTimeout(Duration.ofSeconds(2))))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(interval(TEN_SECONDS, agroal -> agroal.validationTimeout(Duration.ofSeconds(1))))
                .isEqualTo(Duration.ofMillis(500));
    }

    @Test
    @DisplayName("ten times a second at most, and not more often than configured; never stays never")
    void withinReason() {
        assertThat(interval(TEN_SECONDS, agroal -> agroal.maxLifetime(Duration.ofNanos(1))))
                .isEqualTo(Duration.ofMillis(100));
        assertThat(interval(Duration.ofMillis(20), agroal -> agroal.maxLifetime(Duration.ofMillis(50))))
                .isEqualTo(Duration.ofMillis(20));
        assertThat(interval(TEN_SECONDS, agroal -> agroal)).isEqualTo(TEN_SECONDS);
        assertThat(interval(TEN_SECONDS, agroal -> agroal.maxLifetime(Duration.ofMinutes(30))))
                .isEqualTo(TEN_SECONDS);
        assertThat(interval(AcquireRequest.FOREVER, agroal -> agroal.maxLifetime(Duration.ofSeconds(1))))
                .isEqualTo(AcquireRequest.FOREVER);
    }
}
