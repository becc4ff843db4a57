package dev.sluice.keyed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class KeyedConfigTest {

    private final Logger logger = Logger.getLogger("dev.sluice.keyed");
    private final List<LogRecord> warnings = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() == Level.WARNING.intValue()) {
                warnings.add(line);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    @Test
    @DisplayName("K01 without options there are 10 resources at most, and they are pinged once a minute")
    void defaults() {
        KeyedConfig config = KeyedConfig.builder().build();

        assertThat(config.maxOpenResources()).isEqualTo(10);
        assertThat(config.healthCheckInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.pingTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(warnings).isEmpty();
    }

    @Test
    @DisplayName("K01 options are taken as they are given")
    void asGiven() {
        KeyedConfig config = KeyedConfig.builder()
                .maxOpenResources(5)
                .healthCheckInterval(Duration.ofMinutes(2))
                .build();

        assertThat(config.maxOpenResources()).isEqualTo(5);
        assertThat(config.healthCheckInterval()).isEqualTo(Duration.ofMinutes(2));
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -3})
    @DisplayName("K01 a maximum of zero or less stands for the default, with a warning that names the key")
    void maximumByDefault(int max) {
        assertThat(KeyedConfig.builder().maxOpenResources(max).build().maxOpenResources())
                .isEqualTo(10);
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0).getMessage() + List.of(warnings.get(0).getParameters()))
                .contains("max-open-resources", "10");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    @DisplayName("K01 an interval of zero or less stands for the default, with a warning; so does a ping's timeout")
    void intervalByDefault(int seconds) {
        KeyedConfig config = KeyedConfig.builder()
                .healthCheckInterval(Duration.ofSeconds(seconds))
                .pingTimeout(Duration.ofSeconds(seconds))
                .build();

        assertThat(config.healthCheckInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.pingTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(warnings).hasSize(2);
    }

    @Test
    @DisplayName("anything else that makes no sense is refused")
    void refused() {
        KeyedConfig.Builder builder = KeyedConfig.builder().acquisitionTimeout(Duration.ofSeconds(-1));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("acquisition-timeout");
    }
}
