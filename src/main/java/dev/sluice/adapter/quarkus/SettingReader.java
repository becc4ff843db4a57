package dev.sluice.adapter.quarkus;

import dev.sluice.control.setting.BadSetting;
import dev.sluice.control.setting.PoolSetting;
import dev.sluice.control.setting.SettingCatalogue;
import dev.sluice.pool.ConfigSettings;
import dev.sluice.pool.PoolConfig;
import dev.sluice.value.GivenText;
import dev.sluice.value.ValueSpec;
import java.util.Optional;

/** Reads the texts of one pool's settings by the types of the {@link SettingCatalogue}. Immutable. */
final class SettingReader {

    private final PoolMapping settings;

    SettingReader(PoolMapping settings) {
        this.settings = settings;
    }

    /**
     * Reads all settings that have a single text.
     *
     * @throws BadSetting if a text is invalid
     */
    void check() {
        for (PoolSetting<?> setting : SettingCatalogue.all()) {
            value(setting.spec());
        }
    }

    /**
     * Returns the value of a setting; empty if it is not set.
     *
     * @throws BadSetting if its text is invalid
     */
    <T> Optional<T> value(ValueSpec<T> setting) {
        return text(setting).map(text -> read(setting, text));
    }

    /** Returns the value of a setting, or its default. */
    <T> T valueOrDefault(ValueSpec<T> setting) {
        return value(setting).or(() -> Optional.ofNullable(setting.otherwise())).orElseThrow();
    }

    /** Sets all settings that every kind of pool has, where they are given. */
    void copyTo(PoolConfig.Builder builder) {
        ConfigSettings.all().forEach(setting -> copy(setting, builder));
    }

    private <T> void copy(ValueSpec<T> setting, PoolConfig.Builder builder) {
        value(setting).ifPresent(value -> builder.set(setting, value));
    }

    private static <T> T read(ValueSpec<T> setting, String text) {
        T value = setting.type().parse(text);
        if (value == null) {
            throw new BadSetting(
                    setting.key(), setting.type().rule(), setting.isShown() ? GivenText.value(text) : GivenText.HIDDEN);
        }
        return value;
    }

    /** Returns the text of a setting. Lists and maps of texts have none. */
    private Optional<String> text(ValueSpec<?> setting) {
        return MappedValues.read(PoolMapping.class, setting.name(), settings) instanceof Optional<?> given
                ? given.filter(String.class::isInstance).map(String.class::cast)
                : Optional.empty();
    }
}
