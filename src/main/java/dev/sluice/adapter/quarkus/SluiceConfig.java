package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.SettingTypes.Count;
import dev.sluice.adapter.quarkus.SettingTypes.Flag;
import dev.sluice.adapter.quarkus.SettingTypes.NotNegative;
import dev.sluice.adapter.quarkus.SettingTypes.WritableFile;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings under {@code sluice}. A missing value has the default of {@code PoolConfig}. */
@ConfigMapping(prefix = "sluice")
public interface SluiceConfig {

    /** The pools by name. A pool without a {@code url} adds settings to the Quarkus data source of that name. */
    @WithDefaults
    Map<String, PoolMapping> pools();

    /**
     * Returns whether a service without any configured pool starts with {@link #fallbackUrl()}, for a trial on this
     * machine. In production such a service does not start.
     */
    @WithDefault("false")
    @WithConverter(Flag.class)
    boolean demonstration();

    /** The URL of the default pool of a demonstration; the service has one, the jar has none. */
    Optional<String> fallbackUrl();

    /** TCP endpoints by name: to each, a pool of connections that are kept up. */
    Map<String, EndpointMapping> endpoints();

    /** Passwords by names, to which pools refer with {@link PoolMapping#secret()}. */
    Map<String, String> secrets();

    /**
     * The places to which a request that creates or moves a pool may send each secret, {@code host[:port]} or whole
     * JDBC URLs. The places of the configured pools that refer to the secret are allowed as well.
     */
    Map<String, List<String>> secretHosts();

    /** The databases that requests may name. */
    TargetMapping targets();

    /** The file that keeps the pools created while the service ran, for its next start. */
    Optional<@WithConverter(WritableFile.class) Path> poolsFile();

    /** The number of pools from which on requests create no further pool. */
    @WithDefault("200")
    @WithConverter(Count.class)
    int maxPools();

    /** Returns whether the data sources of Quarkus are put behind the gate. */
    @WithDefault("true")
    @WithConverter(Flag.class)
    boolean adoptDatasources();

    /** Maximum wait of the application's start for the first connections; their creation continues afterwards. */
    @WithDefault("5s")
    @WithConverter(NotNegative.class)
    Duration startTimeout();

    /** Maximum wait for the end of leases when the application stops. */
    @WithDefault("10s")
    @WithConverter(NotNegative.class)
    Duration shutdownTimeout();

    /** The REST interface, the permission to change pools over it, and limits of HTTP. */
    HttpMapping http();

    /** The web console. */
    ConsoleMapping console();

    /** Credentials, and the roles of identities. */
    SecurityMapping security();

    /** The health checks. */
    HealthMapping health();

    /** The audit log. */
    AuditMapping audit();

    /** Faults that operators inject into pools, for tests. */
    FaultInjectionMapping faultInjection();

    /** Limits of waits from outside. */
    DeadlineMapping deadline();

    /** The metrics. */
    SurfaceMapping metrics();

    /** The spans of acquires and operations. */
    SurfaceMapping tracing();

    /** The samples of the last 15 minutes. */
    HistoryMapping history();

    /** Diagnoses of slow pools. */
    DiagnosisMapping diagnosis();

    /** The MBeans, and the permissions of their clients. */
    JmxMapping jmx();

    /** The log. */
    LogMapping log();

    /** Batches, see {@code Batches}. */
    BatchMapping batch();

    /** The gate in front of other data sources, see {@code dev.sluice.adapter.agroal}. */
    Agroal agroal();

    /**
     * The switch of the gate, read from system properties before there is a configuration; declared so that its key is
     * known.
     */
    interface Agroal {

        /** True if data sources that other code makes with Agroal have the gate in front of them. */
        @WithDefault("false")
        @WithConverter(Flag.class)
        boolean gate();
    }
}
