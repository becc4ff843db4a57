package dev.sluice.adapter.quarkus;

import dev.sluice.control.operation.BadSetting;
import dev.sluice.control.operation.PoolPlan;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Reads a plan as the configuration reads the settings of a pool, with the same keys and spellings. Expressions are not
 * expanded, so that a request cannot refer to values of the configuration.
 */
final class PlanReader {

    private static final int ORDINAL = 100;

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
            throw bad(plan, prefix, String.valueOf(e.getProblem(0).getMessage()));
        }
    }

    /** Returns the refusal of a key that the configuration does not know; all settings are read as texts. */
    private static BadSetting bad(PoolPlan plan, String prefix, String problem) {
        return plan.settings().keySet().stream()
                .filter(key -> problem.contains(prefix + key + " "))
                .findFirst()
                .map(key -> new BadSetting(key, "is no setting of a pool"))
                .orElseGet(() -> new BadSetting("settings", "cannot be read"));
    }

    /** Returns the refusal of an invalid setting. */
    static BadSetting bad(PoolPlan plan, BadConfiguration refusal) {
        String[] words = String.valueOf(refusal.getMessage())
                .replace(PoolSettings.prefix(plan.name()), "")
                .split(" ", 2);
        return new BadSetting(words[0], words[words.length - 1]);
    }
}
