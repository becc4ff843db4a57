package dev.sluice.adapter.quarkus;

import dev.sluice.control.PoolManager;
import dev.sluice.pool.PoolConfig;
import dev.sluice.tcp.TcpPool;
import dev.sluice.tcp.TcpPoolBuilder;
import jakarta.inject.Singleton;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.jboss.logging.Logger;

/** The pools of connections to the endpoints that {@code sluice.endpoints} names. */
@Singleton
public class Endpoints {

    private final SluiceConfig config;
    private final PoolManager manager;
    private final Map<String, TcpPool> open = new TreeMap<>(); // Guarded by this

    Endpoints(SluiceConfig config, PoolManager manager) {
        this.config = config;
        this.manager = manager;
    }

    /** Opens and registers all pools, without waiting for their endpoints. */
    void openAll() {
        config.endpoints().keySet().forEach(this::pool);
    }

    /**
     * Returns the pool of an endpoint, and opens it at the first call.
     *
     * @throws BadConfiguration if no such endpoint is configured, or its configuration is invalid
     */
    public synchronized TcpPool pool(String name) {
        TcpPool pool = open.get(name);
        if (pool == null) {
            pool = open(name);
            open.put(name, pool);
        }
        return pool;
    }

    private TcpPool open(String name) {
        EndpointMapping settings = config.endpoints().get(name);
        if (settings == null) {
            throw new BadConfiguration("no endpoint '" + name + "': sluice.endpoints does not configure it");
        }
        if (manager.names().contains(name)) {
            throw new BadConfiguration("duplicate pool name: sluice.endpoints.\"" + name
                    + "\" is set, and there is a pool '" + name + "'");
        }
        try {
            TcpPool pool = builder(name, settings).open();
            manager.register(pool.pool());
            return pool;
        } catch (IllegalArgumentException e) {
            throw new BadConfiguration("sluice.endpoints.\"" + name + "\": " + e.getMessage());
        }
    }

    private static TcpPoolBuilder builder(String name, EndpointMapping settings) {
        Logger log = Logger.getLogger("dev.sluice.pool." + name);
        TcpPoolBuilder builder = TcpPool.builder()
                .name(name)
                .address(settings.address().toArray(String[]::new))
                .printer(log::warn)
                .settings(rules -> rules(rules, settings));
        settings.size().ifPresent(builder::size);
        settings.retryMin().ifPresent(builder::retryMin);
        settings.retryMax().ifPresent(builder::retryMax);
        settings.connectTimeout().ifPresent(builder::connectTimeout);
        settings.readTimeout().ifPresent(builder::readTimeout);
        settings.writeTimeout().ifPresent(builder::writeTimeout);
        settings.keepAlive().ifPresent(builder::keepAlive);
        if (settings.tls()) {
            builder.tls(trusted());
        }
        return builder;
    }

    private static PoolConfig.Builder rules(PoolConfig.Builder rules, EndpointMapping settings) {
        settings.acquisitionTimeout().ifPresent(rules::acquisitionTimeout);
        settings.leakThreshold().ifPresent(rules::leakThreshold);
        return rules;
    }

    private static SSLContext trusted() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("TLS is not available: " + e.getMessage(), e);
        }
    }
}
