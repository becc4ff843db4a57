package dev.sluice.bench;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Priority;
import dev.sluice.jdbc.DatabaseKind;
import dev.sluice.jdbc.JdbcPool;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolThreads;
import dev.sluice.pool.policy.Breaker;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.Rate;
import dev.sluice.pool.policy.RateLimit;
import dev.sluice.pool.policy.TagKeys;
import dev.sluice.pool.policy.Tagging;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** Sluice over Agroal, with everything on that is on by default. */
final class SluicePeer implements JdbcPeer {

    private static final AcquireRequest URGENT = AcquireRequest.DEFAULT.withPriority(Priority.CRITICAL);
    private static final AcquireRequest BACKGROUND = AcquireRequest.DEFAULT.withPriority(Priority.BACKGROUND);
    private static final AcquireRequest TAGGED = AcquireRequest.DEFAULT
            .withTenant("acme")
            .withTag("feature", "report")
            .withTag("client", "web");

    private static final int WORKERS = 8;
    private static final int MOST_OVERTAKING = 10_000; // as the rule of the gate has it

    private final PoolThreads threads = new PoolThreads("bench", WORKERS, Throwable::printStackTrace);
    private final JdbcPool pool;
    private final ManagedDataSource dataSource;

    private SluicePeer(PoolConfig config, PeerSettings settings) {
        pool = JdbcPool.create("bench", config, sessions(settings), DatabaseKind.Timeouts.NONE, threads.runtime());
        dataSource = pool.dataSource();
        pool.pool().start();
    }

    private static AgroalConnectionPoolConfiguration sessions(PeerSettings settings) {
        AgroalConnectionPoolConfigurationSupplier pool = new AgroalConnectionPoolConfigurationSupplier();
        AgroalPeer.describe(pool, settings);
        return pool.get();
    }

    static PoolConfig.Builder rules(PeerSettings settings) {
        return PoolConfig.builder()
                .admission(policy().build())
                .minSize(settings.min())
                .maxSize(settings.max())
                .acquisitionTimeout(settings.timeout());
    }

    /** The defaults, but for the bound on overtaking; 0 is strict. */
    private static AdmissionPolicy.Builder policy() {
        return AdmissionPolicy.builder().overtaking(overtaking());
    }

    /** As {@code -Dbench.overtaking=64} says. */
    static int overtaking() {
        int usual = AdmissionPolicy.DEFAULT.overtaking();
        return Property.number("bench.overtaking", 0, MOST_OVERTAKING, usual);
    }

    static SluicePeer open(PeerSettings settings) {
        return new SluicePeer(rules(settings).build(), settings);
    }

    /** So many connections are kept for a lane and those above it. */
    static SluicePeer reserved(PeerSettings settings, Priority lane, int count) {
        AdmissionPolicy policy =
                AdmissionPolicy.builder().reserved(Map.of(lane, count)).build();
        return new SluicePeer(rules(settings).admission(policy).build(), settings);
    }

    /** With the policies rateLimit, breaker and tagging on, and limits that no caller exceeds. */
    static SluicePeer ruled(PeerSettings settings) {
        Rate rate = Objects.requireNonNull(Rate.TYPE.parse("100000000/s"));
        PoolPolicies policies = PoolPolicies.NONE
                .with(new RateLimit(rate, null, null, null, PolicyMode.ENFORCE))
                .with(new Breaker(5, Duration.ofSeconds(30), PolicyMode.ENFORCE))
                .with(new Tagging(TagKeys.ALL, Tagging.Destination.OFF));
        return new SluicePeer(rules(settings).policies(policies).build(), settings);
    }

    /** Returns the data source that a batch leases from. */
    ManagedDataSource dataSource() {
        return dataSource;
    }

    /** The pool itself, to look at. */
    ManagedPool<?> pool() {
        return pool.pool();
    }

    @Override
    public Connection acquire() throws SQLException {
        return dataSource.getConnection();
    }

    @Override
    public Connection acquireTagged() throws SQLException {
        return dataSource.acquire(TAGGED);
    }

    @Override
    public Connection acquireUrgently() throws SQLException {
        return dataSource.acquire(URGENT);
    }

    @Override
    public Connection acquireInBackground() throws SQLException {
        return dataSource.acquire(BACKGROUND);
    }

    @Override
    public void close() {
        pool.pool().close(CloseMode.FORCE, Duration.ZERO);
        threads.close();
    }
}
