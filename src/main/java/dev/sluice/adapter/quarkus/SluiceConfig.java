package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.SettingTypes.Bytes;
import dev.sluice.adapter.quarkus.SettingTypes.Count;
import dev.sluice.adapter.quarkus.SettingTypes.Flag;
import dev.sluice.adapter.quarkus.SettingTypes.NotNegative;
import dev.sluice.adapter.quarkus.SettingTypes.Positive;
import dev.sluice.adapter.quarkus.SettingTypes.Stacks;
import dev.sluice.adapter.quarkus.SettingTypes.Whole;
import dev.sluice.adapter.quarkus.SettingTypes.WritableDirectory;
import dev.sluice.adapter.quarkus.SettingTypes.WritableFile;
import dev.sluice.pool.leak.LeakStacks;
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

    /** The pools by name. One without a {@code url} adds settings to the Quarkus data source of that name. */
    @WithDefaults
    Map<String, Pool> pools();

    /** The URL of the default pool where nothing else configures any pool; the service has one, the jar has none. */
    Optional<String> fallbackUrl();

    /** TCP endpoints by name: to each, a pool of connections that are kept up. */
    Map<String, Endpoint> endpoints();

    /** Passwords by names, to which pools refer with {@link Pool#secret()}. */
    Map<String, String> secrets();

    /**
     * The places to which a request that creates or moves a pool may send each secret, {@code host[:port]} or whole
     * JDBC URLs. The places of the configured pools that refer to the secret are allowed as well.
     */
    Map<String, List<String>> secretHosts();

    /** The file that has the pools that were created while the service ran, and are to be there again. */
    Optional<@WithConverter(WritableFile.class) Path> poolsFile();

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

    /** A TCP endpoint and its pool; {@code TcpPoolBuilder} has the defaults. */
    interface Endpoint {

        /** Where to connect to, {@code host:port}; several are one endpoint, tried in this order. */
        List<String> address();

        /** Number of connections that are kept. */
        Optional<@WithConverter(Count.class) Integer> size();

        /** The wait after the first attempt to connect that failed. */
        Optional<@WithConverter(Positive.class) Duration> retryMin();

        /** The longest wait between two attempts to connect. */
        Optional<@WithConverter(Positive.class) Duration> retryMax();

        /** Maximum time of an attempt to connect. */
        Optional<@WithConverter(NotNegative.class) Duration> connectTimeout();

        /** Maximum time of a read. */
        Optional<@WithConverter(NotNegative.class) Duration> readTimeout();

        /** Maximum time of a write. */
        Optional<@WithConverter(NotNegative.class) Duration> writeTimeout();

        /** Maximum wait of a caller for a connection. */
        Optional<@WithConverter(NotNegative.class) Duration> acquisitionTimeout();

        /** A lease that is out for longer is reported. */
        Optional<@WithConverter(NotNegative.class) Duration> leakThreshold();

        /** Returns whether the operating system also checks for dead peers. */
        Optional<@WithConverter(Flag.class) Boolean> keepAlive();

        /** Returns whether connections use TLS, with the certificates that the JVM trusts. */
        @WithDefault("false")
        @WithConverter(Flag.class)
        boolean tls();
    }

    /** Changing pools over HTTP. */
    Http http();

    /** Settings for the permission to change pools over HTTP, and limits of HTTP. */
    interface Http {

        /**
         * The token that a request needs to change a pool, as {@code Authorization: Bearer …}. If not set, the token is
         * in {@link #operatorTokenFile()}.
         */
        Optional<String> operatorToken();

        /**
         * The file that has the token if it is not set, for its owner only; it is made if missing. Default:
         * {@code .sluice/operator-token} in the home directory of the service's user.
         */
        Optional<Path> operatorTokenFile();

        /** Limits for slow clients, see {@code HttpLimits}. */
        Limits limits();

        /** Limits for clients that neither read their answers nor send requests. */
        interface Limits {

            /** Returns whether the limits on connections and answers apply to all requests of the process. */
            @WithDefault("false")
            @WithConverter(Flag.class)
            boolean enabled();

            /** Maximum bytes of answers and bodies in memory; by default an eighth of the heap. */
            Optional<@WithConverter(Bytes.class) Long> unreadBytes();

            /** The time in which a client must take 8 KiB of its answers, or all that is left. */
            @WithDefault("5s")
            @WithConverter(Positive.class)
            Duration unreadTimeout();

            /** The time that a new connection may take to send the head of its first request. */
            @WithDefault("10s")
            @WithConverter(Positive.class)
            Duration headerTimeout();

            /** The time for which a connection may be without a request. */
            @WithDefault("10s")
            @WithConverter(Positive.class)
            Duration keepAlive();

            /** The time that the body of a request may take. */
            @WithDefault("10s")
            @WithConverter(Positive.class)
            Duration bodyTimeout();
        }
    }

    /** Batches, see {@code Batches}. */
    Batch batch();

    /** Limits of batches that are ordered over REST or JMX. */
    interface Batch {

        /**
         * Returns whether such a batch may bring a statement or query, which runs with the rights of the pool's user.
         * The demonstration and the application's own handlers are always permitted.
         */
        @WithDefault("false")
        @WithConverter(Flag.class)
        boolean sql();

        /** Maximum number of batches that run at the same time. */
        @WithDefault("4")
        @WithConverter(Count.class)
        int mostRunning();

        /** Where rows that are sent, and those that fail, are kept while a batch is known; for temporary files if unset. */
        Optional<@WithConverter(WritableDirectory.class) Path> directory();

        /** The largest file of rows that is taken, in bytes. */
        @WithDefault("4294967296")
        @WithConverter(Bytes.class)
        long mostBytes();

        /** Returns whether this process works on distributed batches of any origin. */
        @WithDefault("false")
        @WithConverter(Flag.class)
        boolean distributed();

        /** On those of which pools. */
        @WithDefault("default")
        List<String> distributedPools();

        /** With how many workers for each of them. */
        @WithDefault("4")
        @WithConverter(Count.class)
        int distributedWorkers();

        /** Interval between two searches for work after a search without result. */
        @WithDefault("1s")
        @WithConverter(Positive.class)
        Duration distributedPoll();

        /** Interval between two heartbeats. After four missed heartbeats other processes take over the begun work. */
        @WithDefault("10s")
        @WithConverter(Positive.class)
        Duration distributedHeartbeat();
    }

    /** The rules of a gate, see {@code AdmissionPolicy}: texts, read where those of REST and JMX are read. */
    interface Admission {

        /** {@code bounded} or {@code strict}. */
        Optional<String> fairness();

        /** Maximum number of callers that may overtake one waiter. */
        Optional<String> overtaking();

        /** The wait that counts as one lane higher. */
        Optional<String> aging();

        /** Callers that may wait at once. */
        Optional<String> maxWaiters();

        /** The same for single lanes. */
        Map<String, String> maxWaitersByLane();

        /** Returns whether the caps refuse callers, or only count them. */
        Optional<String> enforceCaps();

        /** Connections kept for a lane and those above it. */
        Map<String, String> reserved();

        /** Connections kept for threads that hold one already. */
        Optional<String> reservedForNested();

        /** Returns whether a caller that would block itself is refused. */
        Optional<String> refuseNested();

        /** Returns whether a caller that would not be served in time is refused at once. */
        Optional<String> failFast();

        /** When waiters are refused under standing overload. */
        Optional<Shedding> shedding();

        /** The shares of tenants. */
        Map<String, Share> tenants();

        /** The share of each tenant that is not named. */
        Optional<Share> otherTenants();

        /** See {@code Shedding}. */
        interface Shedding {

            /** A wait that is acceptable all the time. */
            Optional<String> target();

            /** Interval for which waits may be above the target. */
            Optional<String> interval();
        }

        /** See {@code TenantShare}. */
        interface Share {

            /** Connections kept for it. */
            Optional<String> floor();

            /** The most that it has at once. */
            Optional<String> cap();

            /** Weight of the tenant while other tenants want connections. */
            Optional<String> weight();

            /** So many more even then. */
            Optional<String> burst();
        }
    }

    /** Settings of one pool. */
    interface Pool {

        /** The JDBC URL. */
        Optional<String> url();

        /** The user. */
        Optional<String> username();

        /** The password. */
        Optional<String> password();

        /** In the place of the password: the name that it has under {@code sluice.secrets}. */
        Optional<String> secret();

        /**
         * The places to which a request may move the pool with the credentials that are stored here,
         * {@code host[:port]} or whole JDBC URLs, in addition to {@link #url()}.
         */
        Optional<List<String>> endpoints();

        /** The class of the JDBC driver; by default the one that accepts the URL. */
        Optional<String> driver();

        /** Returns whether connections take part in JTA transactions. */
        @WithDefault("true")
        @WithConverter(Flag.class)
        boolean transactions();

        /** SQL to run on each new connection. */
        Optional<String> initialSql();

        /** The SQL that tells whether a connection works; by default the driver is asked. */
        Optional<String> validationQuery();

        /** {@code transaction}, {@code full} or {@code query}; see {@code SessionRules}. */
        Optional<String> sessionReset();

        /** The statement of {@code session-reset = query}. */
        Optional<String> sessionResetQuery();

        /** Returns whether sessions are reset in full between tenants. */
        Optional<@WithConverter(Flag.class) Boolean> sessionResetBetweenTenants();

        /** Properties for the driver. */
        Map<String, String> driverProperties();

        /** Maximum time of the driver for opening a socket. */
        Optional<@WithConverter(NotNegative.class) Duration> connectTimeout();

        /** Maximum time of the driver for the login. */
        Optional<@WithConverter(NotNegative.class) Duration> loginTimeout();

        /** Maximum wait of the driver for an answer; zero for no limit. */
        Optional<@WithConverter(NotNegative.class) Duration> socketTimeout();

        /** See {@code PoolConfig.creationTimeout}. */
        Optional<@WithConverter(NotNegative.class) Duration> creationTimeout();

        /** See {@code PoolConfig.minSize}. */
        Optional<@WithConverter(Whole.class) Integer> minSize();

        /** See {@code PoolConfig.maxSize}. */
        Optional<@WithConverter(Whole.class) Integer> maxSize();

        /** See {@code PoolConfig.acquisitionTimeout}. */
        Optional<@WithConverter(NotNegative.class) Duration> acquisitionTimeout();

        /** See {@code PoolConfig.shortestWait}. */
        Optional<@WithConverter(NotNegative.class) Duration> shortestWait();

        /** See {@code PoolConfig.maxLifetime}. */
        Optional<@WithConverter(NotNegative.class) Duration> maxLifetime();

        /** See {@code PoolConfig.lifetimeJitter}. */
        Optional<@WithConverter(SettingTypes.Share.class) Double> lifetimeJitter();

        /** See {@code PoolConfig.idleTimeout}. */
        Optional<@WithConverter(NotNegative.class) Duration> idleTimeout();

        /** See {@code PoolConfig.validateAfterIdle}. */
        Optional<@WithConverter(NotNegative.class) Duration> validateAfterIdle();

        /** See {@code PoolConfig.validationTimeout}. */
        Optional<@WithConverter(NotNegative.class) Duration> validationTimeout();

        /** See {@code PoolConfig.probeAfter}. */
        Optional<@WithConverter(NotNegative.class) Duration> probeAfter();

        /** See {@code PoolConfig.probeWait}. */
        Optional<@WithConverter(NotNegative.class) Duration> probeWait();

        /** See {@code PoolConfig.backgroundValidation}. */
        Optional<@WithConverter(NotNegative.class) Duration> backgroundValidation();

        /** See {@code PoolConfig.leakThreshold}. */
        Optional<@WithConverter(NotNegative.class) Duration> leakThreshold();

        /** {@code off}, {@code suspects} or {@code all}: see {@code PoolConfig.leakStacks}. */
        Optional<@WithConverter(Stacks.class) LeakStacks> leakStacks();

        /** See {@code PoolConfig.maintenanceInterval}. */
        Optional<@WithConverter(NotNegative.class) Duration> maintenanceInterval();

        /** Short for that of {@link #admission()}. */
        Optional<@WithConverter(Whole.class) Integer> maxWaiters();

        /** Short for that of {@link #admission()}. */
        Optional<@WithConverter(NotNegative.class) Duration> aging();

        /** The rules of the gate. */
        Admission admission();

        /** Returns whether the log has a line for every lease. */
        @WithDefault("false")
        @WithConverter(Flag.class)
        boolean verbose();
    }
}
