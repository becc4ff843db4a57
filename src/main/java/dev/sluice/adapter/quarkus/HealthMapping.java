package dev.sluice.adapter.quarkus;

import java.util.List;
import java.util.Optional;

/** Settings under {@code sluice.health}: the health checks of the pools. */
public interface HealthMapping extends SurfaceMapping {

    /** Names of pools that the application does not depend on: readiness does not check them. */
    Optional<List<String>> exclude();
}
