package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapter.identity.IdentitySettings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The keys of the admin token")
@Tag("fast")
class IdentitiesTest {

    private static final String VALUE = "correct-horse-battery-staple-of-old";

    private static IdentitySettings settings(ConfigSource source) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SluiceConfig.class)
                .withSources(source)
                .build();
        return new Identities().settings(config.getConfigMapping(SluiceConfig.class), config);
    }

    private static ConfigSource properties(String key, String value) {
        return new PropertiesConfigSource(Map.of(key, value), "application.properties", 250);
    }

    private static ConfigSource environment(String name, String value) {
        return new EnvConfigSource(Map.of(name, value), 300);
    }

    @ParameterizedTest
    @CsvSource({
        "sluice.http.operator-token, SLUICE_HTTP_OPERATOR_TOKEN, sluice.security.admin-token",
        "sluice.http.operator-token-file, SLUICE_HTTP_OPERATOR_TOKEN_FILE, sluice.security.admin-token-file"
    })
    @DisplayName("were others once, which are refused by the new key, as properties and as environment variables")
    void renamed(String old, String variable, String key) {
        for (ConfigSource source : new ConfigSource[] {
            properties(old, VALUE), environment(variable, VALUE), properties(old, ""), environment(variable, "")
        }) {
            assertThatThrownBy(() -> settings(source))
                    .as(source.getName())
                    .isInstanceOf(BadConfiguration.class)
                    .hasMessage(old + " is now " + key);
        }
    }

    @Test
    @DisplayName("are read as properties and as environment variables")
    void current() {
        assertThat(settings(properties("sluice.security.admin-token", VALUE)).adminToken())
                .isEqualTo(VALUE);
        assertThat(settings(environment("SLUICE_SECURITY_ADMIN_TOKEN", VALUE)).adminToken())
                .isEqualTo(VALUE);
        assertThat(settings(environment("SLUICE_SECURITY_ADMIN_TOKEN_FILE", "token"))
                        .adminTokenFile())
                .isEqualTo(Path.of("token"));
    }
}
