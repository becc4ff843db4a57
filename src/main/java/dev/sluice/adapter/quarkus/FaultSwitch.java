package dev.sluice.adapter.quarkus;

import dev.sluice.control.PoolManager;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Permits fault injection in all pools if the configuration says so, and refuses such a start in production. */
@Singleton
public class FaultSwitch {

    private static final Logger LOG = Logger.getLogger(FaultSwitch.class);
    private static final String KEY = "sluice.fault-injection.enabled";
    private static final String PRODUCTION = "prod";
    private static final int BEFORE_POOLS = 50;

    void apply(@Observes @Priority(BEFORE_POOLS) StartupEvent event, SluiceConfig config, PoolManager manager) {
        boolean enabled = config.faultInjection().enabled();
        check(enabled, ConfigUtils.isProfileActive(PRODUCTION));
        if (enabled) {
            LOG.warnf("%s is true: operators may inject faults into the pools", KEY);
            manager.permitFaults();
        }
    }

    /** Refuses fault injection in the production profile. */
    static void check(boolean enabled, boolean production) {
        if (enabled && production) {
            throw new BadConfiguration(KEY + " is true, and the profile is " + PRODUCTION
                    + ", where faults are never injected; remove it, or start with another profile, such as"
                    + " -Dquarkus.profile=staging");
        }
    }
}
