package dev.sluice.adapter.identity;

import dev.sluice.value.BadValue;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Checks the addresses and credentials of the service before its pools are opened. */
@Singleton
@IfBuildProperty(name = ServicePolicy.BUILT, stringValue = "true")
public class ServiceStart {

    private static final Logger LOG = Logger.getLogger(ServiceStart.class);
    private static final int BEFORE_POOLS = 60;
    private static final int AFTER_POOLS = 1000;
    private static final String PORT = "quarkus.http.host-enabled";

    private final Config config;
    private final CredentialPlan plan;
    private final IdentitySettings settings;
    private final LocalDemonstration demonstration;

    ServiceStart(Config config, CredentialPlan plan, IdentitySettings settings, LocalDemonstration demonstration) {
        this.config = config;
        this.demonstration = demonstration;
        this.plan = plan;
        this.settings = settings;
    }

    /** Refuses the start at an unsafe address. A batch from a shell opens no port. */
    void check(@Observes @Priority(BEFORE_POOLS) StartupEvent event) {
        if (!hasPort()) {
            return;
        }
        try {
            new BindCheck(key -> config.getConfigValue(key).getValue())
                    .check(plan.isConfigured(), settings.isTlsTerminated());
        } catch (BadValue e) {
            throw new ConfigurationException(e.getMessage());
        }
        AdminTokenFile file = plan.adminFile();
        if (file != null) {
            LOG.infof("the admin token is in %s", file.file().path());
        }
    }

    /** Writes to the log that the service is a demonstration, after all pools are known. */
    void announce(@Observes @Priority(AFTER_POOLS) StartupEvent event) {
        if (hasPort()) {
            demonstration.announce();
        }
    }

    private boolean hasPort() {
        return config.getOptionalValue(PORT, Boolean.class).orElse(true);
    }
}
