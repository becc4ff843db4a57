package dev.sluice.control.operation;

import dev.sluice.control.setting.PoolSetting;
import dev.sluice.control.setting.SettingCatalogue;
import dev.sluice.value.GivenText;
import dev.sluice.value.ValueSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The plan of a new pool. Immutable.
 *
 * @param name name of the pool
 * @param settings the settings under {@code sluice.pools.<name>.} of a configuration, by the rest of the key
 * @param persist whether a restart creates the pool again
 */
public record PoolPlan(String name, Map<String, String> settings, boolean persist) {

    private static final String RULES = "admission.";

    /** Copies the map. */
    public PoolPlan {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** Returns the settings as arguments, which show the values of listed settings only. */
    List<Argument> arguments() {
        List<Argument> arguments = new ArrayList<>();
        settings.forEach((key, text) -> arguments.add(argument(key, text)));
        return arguments;
    }

    private static Argument argument(String key, String text) {
        return SettingCatalogue.all().stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .map(setting -> argument(setting, text))
                .orElseGet(() -> rule(key, text));
    }

    /** Returns the argument of a setting. A text that is no value of the setting is not shown. */
    private static <T> Argument argument(PoolSetting<T> setting, String text) {
        ValueSpec<T> spec = setting.spec();
        T value = spec.isShown() ? spec.type().parse(text) : null;
        return new Argument(
                setting.key(),
                text,
                value == null ? null : Argument.of(spec, value).text());
    }

    /** Returns the argument of a rule of the gate, whose values are numbers, durations and choices. */
    private static Argument rule(String key, String text) {
        boolean isShown = key.startsWith(RULES) && !GivenText.name(key).equals(GivenText.HIDDEN);
        String value = GivenText.value(text);
        return new Argument(GivenText.name(key), text, isShown && !value.equals(GivenText.HIDDEN) ? text : null);
    }

    /** Returns the name and the names of the settings, with the values of listed settings. */
    @Override
    public String toString() {
        return name + arguments();
    }
}
