package dev.sluice.adapter.quarkus;

import dev.sluice.access.AuditTrail;
import dev.sluice.access.Authenticator;
import dev.sluice.adapter.identity.CredentialPlan;
import dev.sluice.adapter.jmx.remote.RemoteJmx;
import dev.sluice.adapter.jmx.remote.TlsKeys;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opens the JMX connector of the configuration after the pools, and closes it before them. */
@Singleton
public class JmxConnector {

    static final String PREFIX = "sluice.jmx.remote.";

    private static final Logger LOG = Logger.getLogger("dev.sluice.jmx");
    private static final int BEFORE_POOLS = 60; // after the audit log
    private static final int AFTER_START = 200;
    private static final int BEFORE_CLOSE = 5_000;

    private final JmxMapping settings;
    private final Instance<Authenticator> authenticators;
    private final CredentialPlan plan;
    private final AuditTrail trail;
    private RemoteJmx.@Nullable Address address;
    private @Nullable RemoteJmx remote;

    JmxConnector(SluiceConfig config, Instance<Authenticator> authenticators, CredentialPlan plan, AuditTrail trail) {
        this.settings = config.jmx();
        this.authenticators = authenticators;
        this.plan = plan;
        this.trail = trail;
    }

    /** Refuses a start whose connector would have no login, or no TLS where other machines reach it. */
    void check(@Observes @Priority(BEFORE_POOLS) StartupEvent event) {
        if (settings.remote().enabled()) {
            address = address(settings, plan.hasSecrets(), name -> NamedTls.keys(name, PREFIX + "tls"));
        }
    }

    void open(@Observes @Priority(AFTER_START) StartupEvent event) {
        RemoteJmx.Address known = address;
        if (known == null) {
            return;
        }
        try {
            remote = RemoteJmx.open(known, authenticators.get(), trail);
        } catch (IOException e) {
            throw new BadConfiguration(PREFIX + "host and " + PREFIX + "port: cannot listen at "
                    + known.host().getHostAddress() + " port " + known.port() + ": " + e.getMessage());
        }
        LOG.infof(
                "JMX clients log in at %s port %d%s",
                known.host().getHostAddress(), known.port(), known.tls() == null ? ", without TLS" : ", with TLS");
    }

    void close(@Observes @Priority(BEFORE_CLOSE) ShutdownEvent event) throws IOException {
        if (remote != null) {
            remote.close();
        }
    }

    /**
     * Returns the address of the connector.
     *
     * @param hasUsers whether the settings have tokens, or names with passwords
     * @param tls returns the keys of a TLS configuration
     * @throws BadConfiguration that names the setting
     */
    static RemoteJmx.Address address(JmxMapping settings, boolean hasUsers, Function<String, TlsKeys> tls) {
        JmxMapping.Connector remote = settings.remote();
        if (!settings.enabled()) {
            throw new BadConfiguration(
                    PREFIX + "enabled is true, but without sluice.jmx.enabled=true there are no MBeans");
        }
        if (!hasUsers) {
            throw new BadConfiguration(PREFIX + "enabled is true, but the application has no tokens or users of Sluice"
                    + " (sluice.security) by which JMX clients could log in");
        }
        InetAddress host = resolve(remote.host());
        if (!host.isLoopbackAddress() && remote.tls().isEmpty()) {
            throw new BadConfiguration(PREFIX + "host is " + remote.host()
                    + ", which other machines reach; set " + PREFIX + "tls to the name of a TLS configuration"
                    + " (quarkus.tls.<name>) with the server's key");
        }
        return new RemoteJmx.Address(host, remote.port(), remote.tls().map(tls).orElse(null));
    }

    private static InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new BadConfiguration(PREFIX + "host is " + host + ", which has no address");
        }
    }
}
