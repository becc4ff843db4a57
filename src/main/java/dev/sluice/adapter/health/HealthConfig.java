package dev.sluice.adapter.health;

import java.util.List;

/** The settings of the health checks. */
@FunctionalInterface
public interface HealthConfig {

    /** Returns the names of pools that the application does not depend on: readiness does not check them. */
    List<String> exclude();
}
