package dev.sluice.adapter.health;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Settings under {@code sluice.health}. */
@ConfigMapping(prefix = "sluice.health")
public interface HealthConfig {

    /** Names of pools that the application does not depend on: readiness does not check them. */
    Optional<List<String>> exclude();
}
