package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.SettingTypes.UrlPath;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Settings under {@code sluice.console}: the web console, which needs the REST interface. */
public interface ConsoleMapping extends SurfaceMapping {

    /** The default of {@link #path()}. */
    String DEFAULT_PATH = "/console";

    /** The path of the page below {@code quarkus.http.root-path}; {@code /} is the root path itself. */
    @WithDefault(DEFAULT_PATH)
    Optional<@WithConverter(UrlPath.class) String> path();
}
