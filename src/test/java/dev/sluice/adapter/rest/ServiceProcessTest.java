package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class ServiceProcessTest {

    private static final String MECHANISMS = "sluice.security.mechanisms";
    private static final String FALLBACK = "sluice.fallback-url";

    private static boolean isService(Map<String, String> settings) {
        return ServiceProcess.is(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build());
    }

    @Test
    @DisplayName("An application that embeds the jar is not the service, also with the URL of a demonstration")
    void embedding() {
        assertThat(isService(Map.of())).isFalse();
        assertThat(isService(Map.of(FALLBACK, "jdbc:h2:mem:shop"))).isFalse();
        assertThat(isService(Map.of(FALLBACK, "jdbc:h2:mem:shop", MECHANISMS, "false")))
                .isFalse();
    }

    @Test
    @DisplayName("The service stays the service without the URL of a demonstration")
    void service() {
        assertThat(isService(Map.of(MECHANISMS, "true"))).isTrue();
        assertThat(isService(Map.of(MECHANISMS, "true", FALLBACK, ""))).isTrue();
    }
}
