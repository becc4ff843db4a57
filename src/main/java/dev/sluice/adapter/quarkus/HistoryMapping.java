package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.SettingTypes.Flag;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Settings of the history of pools, under {@code sluice.history}. */
public interface HistoryMapping {

    /** Returns whether each pool keeps a sample for each of the last 900 seconds. */
    @WithDefault("false")
    @WithConverter(Flag.class)
    boolean enabled();
}
