package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.SettingTypes.Flag;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Settings of the log, under {@code sluice.log}. */
public interface LogMapping {

    /** Returns whether the lines of JDBC drivers are written without values, which may be passwords and statements. */
    @WithDefault("false")
    @WithConverter(Flag.class)
    boolean withoutDriverValues();

    /** Returns whether the service writes its log as JSON, one object a line. */
    @WithDefault("false")
    @WithConverter(Flag.class)
    boolean json();
}
