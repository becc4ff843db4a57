package dev.sluice.adapter.quarkus;

import dev.sluice.control.operation.PoolPlan;
import dev.sluice.control.setting.BadSetting;
import dev.sluice.value.GivenText;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.PropertyNamesMatcher;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads a plan as the configuration reads the settings of a pool, with the same keys and spellings. Expressions are not
 * expanded, so that a request cannot refer to values of the configuration.
 */
final class PlanReader {

    private static final int ORDINAL = 100;

    /** Matches the keys of a configuration, as the library for configurations does. */
    private static final PropertyNamesMatcher KNOWN =
            ConfigMappings.propertyNamesMatcher(List.of(ConfigMappings.ConfigClass.configClass(SluiceConfig.class)));

    private PlanReader() {}

    /**
     * Returns the settings.
     *
     * @throws BadSetting if a setting is unknown, or its value cannot be read
     */
    static PoolMapping read(PoolPlan plan) {
        String prefix = PoolSettings.prefix(plan.name());
        Map<String, String> properties = new HashMap<>();
        plan.settings().forEach((key, value) -> properties.put(prefix + key, value));
        plan.settings().keySet().stream()
                .filter(key -> !KNOWN.matches(prefix + key))
                .findFirst()
                .ifPresent(PlanReader::refuse);
        try {
            SluiceConfig config = new SmallRyeConfigBuilder()
                    .addDiscoveredConverters()
                    .withMapping(SluiceConfig.class)
                    .withSources(new PropertiesConfigSource(properties, "plan", ORDINAL))
                    .build()
                    .getConfigMapping(SluiceConfig.class);
            PoolMapping settings = Objects.requireNonNull(config.pools().get(plan.name()));
            new SettingReader(settings).check();
            return settings;
        } catch (ConfigValidationException e) {
            throw new BadSetting("settings", "cannot be read"); // all keys are known, and all values are texts
        }
    }

    private static void refuse(String key) {
        throw new BadSetting(GivenText.name(key), "is no setting of a pool");
    }
}
