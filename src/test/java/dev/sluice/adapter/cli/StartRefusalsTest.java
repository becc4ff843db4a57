package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.adapter.quarkus.SluiceConfig;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A configuration that cannot be read")
@Tag("fast")
class StartRefusalsTest {

    @Test
    @DisplayName("is refused in a sentence with key, rule and value, and no name of a class")
    void oneSentence() {
        ConfigValidationException refusal = catchThrowableOfType(
                ConfigValidationException.class,
                () -> new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(SluiceConfig.class)
                        .withDefaultValues(Map.of(
                                "sluice.start-timeout", "soon",
                                "sluice.batch.sql", "yes"))
                        .build());

        assertThat(StartRefusals.inOneSentence(String.valueOf(refusal.getMessage())))
                .contains("sluice.batch.sql must be true or false: 'yes'")
                .contains("sluice.start-timeout ")
                .doesNotContain("SRCFG00039", "java.lang", "Exception");
    }
}
