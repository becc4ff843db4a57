package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.SettingTypes.Flag;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** The databases that requests may name, under {@code sluice.targets}. */
public interface TargetMapping {

    /**
     * Places in addition to those of the configured pools, {@code host[:port]} or JDBC URLs. The kind, the hosts and
     * the ports of a URL count, and a request may set the parameters that the URL has.
     */
    Optional<List<String>> allow();

    /**
     * Returns whether requests may set what loads classes, runs statements or opens files: drivers, their properties,
     * statements for sessions, all parameters of URLs, and files of H2.
     */
    @WithDefault("false")
    @WithConverter(Flag.class)
    boolean requestsMayRunCode();
}
