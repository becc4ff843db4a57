package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.SettingTypes.Flag;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Settings under {@code sluice.fault-injection}: faults that operators inject into pools, for tests. */
public interface FaultInjectionMapping {

    /** Returns whether operators may inject faults; never in the production profile. */
    @WithDefault("false")
    @WithConverter(Flag.class)
    boolean enabled();
}
