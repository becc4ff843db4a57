package dev.sluice.adapter.identity;

import dev.sluice.access.Demonstration;
import dev.sluice.access.ProvenIdentity;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration mode of a service that listens at loopback only and has no configured credentials. Gives direct
 * requests of programs on this machine an identity. Thread-safe.
 *
 * <p>Not a singleton, because filters are created before the application starts with its real configuration.
 */
@ApplicationScoped
@IfBuildProperty(name = ServicePolicy.BUILT, stringValue = "true")
public class LocalDemonstration implements Demonstration {

    private static final Logger LOG = Logger.getLogger(LocalDemonstration.class);

    private final EmbeddedOnly pools;
    private final boolean isPossible;
    private final AtomicBoolean isAnnounced = new AtomicBoolean();

    LocalDemonstration(EmbeddedOnly pools, CredentialPlan plan, Config config) {
        this.pools = pools;
        isPossible = !plan.hasOwn()
                && new BindCheck(key -> config.getConfigValue(key).getValue()).isAtLoopback();
    }

    @Override
    public boolean isOn() {
        boolean isOn = isPossible && pools.isAlone();
        if (!isOn && isAnnounced.compareAndSet(true, false)) {
            LOG.info("the demonstration mode has ended: every request needs credentials now");
        }
        return isOn;
    }

    /** Writes to the log that the mode is in force, if it is. */
    void announce() {
        if (isOn()) {
            isAnnounced.set(true);
            LOG.warn("demonstration mode: " + MEANING);
        }
    }

    /** Returns the identity of the demonstration, or null if it does not apply to the request. */
    @Nullable
    ProvenIdentity proof(HttpServerRequest request) {
        return isOn() && DirectRequest.of(request).isLocal()
                ? new ProvenIdentity(DemonstrationIdentity.PRINCIPAL, this::isOn)
                : null;
    }
}
