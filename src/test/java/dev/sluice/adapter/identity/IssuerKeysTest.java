package dev.sluice.adapter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
@DisplayName("The issuer of signed tokens")
class IssuerKeysTest {

    private static boolean isKnown(Map<String, String> settings) {
        return IssuerKeys.areIn(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build());
    }

    @Test
    @DisplayName("is known by its name and its key, and by neither alone")
    void known() {
        assertThat(isKnown(Map.of("mp.jwt.verify.issuer", "https://id.example", "mp.jwt.verify.publickey", "MII")))
                .isTrue();
        assertThat(isKnown(Map.of("mp.jwt.verify.issuer", "https://id.example")))
                .isFalse();
        assertThat(isKnown(Map.of("mp.jwt.verify.publickey", "MII"))).isFalse();
        assertThat(isKnown(Map.of("mp.jwt.verify.issuer", "https://id.example", "mp.jwt.verify.publickey", "NONE")))
                .isFalse();
    }

    @Test
    @DisplayName("is not the one whose keys Quarkus makes for the first command of the README")
    void ofQuarkus() {
        assertThat(isKnown(
                        Map.of("mp.jwt.verify.issuer", "https://quarkus.io/issuer", "mp.jwt.verify.publickey", "MII")))
                .isFalse();
    }
}
