package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.SettingTypes.Flag;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** The switch of a surface. The service has every surface, an embedding application only those that it enables. */
public interface SurfaceMapping {

    /** Returns whether the surface exists. */
    @WithDefault("false")
    @WithConverter(Flag.class)
    boolean enabled();
}
