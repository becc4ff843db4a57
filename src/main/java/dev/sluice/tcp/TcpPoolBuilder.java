package dev.sluice.tcp;

import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.PoolThreads;
import dev.sluice.time.Workers;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link TcpPool}, and creates it. Not thread-safe. */
public final class TcpPoolBuilder {

    private static final int DEFAULT_SIZE = 5;
    private static final int MAX_DIALLERS = 8;

    /** The validation age: an idle connection does not become stale, because it is checked continuously. */
    private static final Duration ALWAYS_FRESH = Duration.ofDays(3650);

    private String name = "tcp";
    private List<String> addresses = List.of("");
    private int size = DEFAULT_SIZE;
    private Duration retryMin = Duration.ofSeconds(1);
    private Duration retryMax = Duration.ofMinutes(1);
    private double jitter = 0.2;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration readTimeout = Duration.ofSeconds(30);
    private Duration writeTimeout = Duration.ofSeconds(30);
    private Duration watchInterval = Duration.ofSeconds(1);
    private boolean keepAlive;
    private boolean tcpNoDelay = true;
    private @Nullable SSLContext tls;
    private Consumer<String> printer = line -> {};
    private @Nullable ConnectionHook resetHook;
    private ConnectionHook closeHook = ConnectionHook.NONE;
    private Resolver resolver = InetAddress::getAllByName;
    private @Nullable Supplier<Socket> sockets;
    private UnaryOperator<PoolConfig.Builder> settings = UnaryOperator.identity();

    TcpPoolBuilder() {}

    /** Sets the name of the pool (default {@code tcp}). */
    public TcpPoolBuilder name(String value) {
        name = value;
        return this;
    }

    /** Sets the addresses, {@code host:port}. Several addresses are one endpoint, tried in this order. */
    public TcpPoolBuilder address(String... values) {
        addresses = values.length == 0 ? List.of("") : List.of(values);
        return this;
    }

    /** Sets the number of connections (default 5). */
    public TcpPoolBuilder size(int value) {
        size = value;
        return this;
    }

    /** Sets the wait after the first failed attempt to connect (default 1 s), doubled after each further failure. */
    public TcpPoolBuilder retryMin(Duration value) {
        retryMin = value;
        return this;
    }

    /** Sets the maximum wait between two attempts to connect (default 1 min). */
    public TcpPoolBuilder retryMax(Duration value) {
        retryMax = value;
        return this;
    }

    /** Sets the random share by which such a wait becomes longer or shorter (default 0.2). */
    public TcpPoolBuilder jitter(double value) {
        jitter = value;
        return this;
    }

    /**
     * Sets the maximum time of an attempt for each address, and again for the handshake of TLS (default 10 s; zero for
     * no limit).
     */
    public TcpPoolBuilder connectTimeout(Duration value) {
        connectTimeout = value;
        return this;
    }

    /** Sets the maximum time of a read without its own timeout (default 30 s; zero for no limit). */
    public TcpPoolBuilder readTimeout(Duration value) {
        readTimeout = value;
        return this;
    }

    /** Sets the maximum time of a write without its own timeout (default 30 s; zero for no limit). */
    public TcpPoolBuilder writeTimeout(Duration value) {
        writeTimeout = value;
        return this;
    }

    /**
     * Sets the interval at which connections without a reader are checked for a break (default 1 s; zero for never).
     */
    public TcpPoolBuilder watchInterval(Duration value) {
        watchInterval = value;
        return this;
    }

    /** Sets whether the operating system also checks for dead peers (default off). */
    public TcpPoolBuilder keepAlive(boolean value) {
        keepAlive = value;
        return this;
    }

    /** Sets whether small writes are sent at once (default on). */
    public TcpPoolBuilder tcpNoDelay(boolean value) {
        tcpNoDelay = value;
        return this;
    }

    /** Connects over TLS, and requires a certificate for the host of the address. */
    public TcpPoolBuilder tls(SSLContext value) {
        tls = value;
        return this;
    }

    /** Sets the receiver of a line for each failed attempt and each broken connection. The receiver must not block. */
    public TcpPoolBuilder printer(Consumer<String> value) {
        printer = value;
        return this;
    }

    /**
     * Sets the hook that runs after each lease, before the next one. Its limit is the pool's validation timeout. If the
     * hook fails, the connection is replaced.
     */
    public TcpPoolBuilder resetHook(ConnectionHook value) {
        resetHook = value;
        return this;
    }

    /** Sets the hook that runs once for each connection that the pool closes, before the close. */
    public TcpPoolBuilder closeHook(ConnectionHook value) {
        closeHook = value;
        return this;
    }

    /** Sets the resolver of host names (default: the resolver of the system). */
    public TcpPoolBuilder resolver(Resolver value) {
        resolver = value;
        return this;
    }

    /** Sets the supplier of unconnected sockets. */
    TcpPoolBuilder sockets(Supplier<Socket> value) {
        sockets = value;
        return this;
    }

    /**
     * Changes the settings that all kinds of pools have: acquisition timeout, rules of the gate, leak threshold.
     * Minimum and maximum always equal the size.
     */
    public TcpPoolBuilder settings(UnaryOperator<PoolConfig.Builder> change) {
        settings = change;
        return this;
    }

    /**
     * Creates the pool, which begins to dial. Does not wait for any connection.
     *
     * @throws IllegalArgumentException if a setting is invalid; the message names the first one
     */
    public TcpPool open() {
        SocketDialler.Plan plan = plan();
        PoolConfig config = config();
        PoolThreads threads = new PoolThreads(name, size, this::housekeepingFailed);
        ExecutorService diallers = Workers.named("sluice-dial-" + name, Math.min(MAX_DIALLERS, size));
        ExecutorService resolvers = Workers.named("sluice-resolve-" + name, Math.min(MAX_DIALLERS, size));
        PoolRuntime runtime = threads.runtime();
        return open(config, runtime, new SocketDialler(plan, runtime.timer(), resolvers), diallers, () -> {
            threads.close();
            diallers.shutdown();
            resolvers.shutdown();
        });
    }

    private void housekeepingFailed(Throwable failure) {
        new ErrorPrinter(printer).print("housekeeping failed: " + failure);
    }

    /** Opens a pool with the given threads and dialler; {@code end} runs when the last connection is gone. */
    TcpPool open(PoolConfig config, PoolRuntime runtime, Dialler dialler, Executor diallers, Runnable end) {
        TcpRuntime shared = new TcpRuntime(
                dialler,
                delays(),
                diallers,
                runtime.ticker(),
                runtime.timer(),
                new TcpCounters(),
                new ErrorPrinter(printer));
        ConnectionHook reset = resetHook == null ? ConnectionHook.NONE : resetHook;
        TcpStore.Hooks hooks = new TcpStore.Hooks(reset, closeHook, end);
        TcpStore store = new TcpStore(shared, new IoLimits(readTimeout, writeTimeout), hooks);
        ManagedPool<TcpConnection> pool = new ManagedPool<>(name, config, store, runtime);
        TcpPool made = new TcpPool(pool, store, shared, resetHook != null);
        pool.start().join(); // does not wait for any connection
        if (!watchInterval.isZero()) {
            UpkeepRun upkeep = new UpkeepRun(store);
            runtime.timer().every(watchInterval, () -> runtime.workers().execute(upkeep)); // ends with the timer
        }
        return made;
    }

    /** Checks the connections, one check at a time: a check is skipped while the previous one runs. */
    private static final class UpkeepRun implements Runnable {

        private final TcpStore store;
        private final AtomicBoolean under = new AtomicBoolean();

        UpkeepRun(TcpStore store) {
            this.store = store;
        }

        @Override
        public void run() {
            if (under.compareAndSet(false, true)) {
                try {
                    store.checkEnd();
                } finally {
                    under.set(false);
                }
            }
        }
    }

    /** Returns the checked settings of the pool. */
    PoolConfig config() {
        checkSize(size);
        delays();
        IoLimits.notNegative("watch interval", watchInterval);
        new IoLimits(readTimeout, writeTimeout);
        PoolConfig.Builder builder = PoolConfig.builder()
                .maxLifetime(Duration.ZERO)
                .validateAfterIdle(ALWAYS_FRESH)
                .backgroundValidation(Duration.ZERO);
        return settings.apply(builder).minSize(size).maxSize(size).build();
    }

    static int checkSize(int size) {
        if (size <= 0) {
            throw new IllegalArgumentException("pool size must be greater than 0: " + size);
        }
        return size;
    }

    private RetryDelays delays() {
        return new RetryDelays(
                retryMin, retryMax, jitter, () -> ThreadLocalRandom.current().nextDouble());
    }

    private SocketDialler.Plan plan() {
        List<Endpoint> endpoints = addresses.stream().map(Endpoint::parse).toList();
        IoLimits.notNegative("connect timeout", connectTimeout);
        Supplier<Socket> made = sockets != null ? sockets : tls != null ? Socket::new : SocketDialler::viaChannel;
        return new SocketDialler.Plan(endpoints, resolver, connectTimeout, keepAlive, tcpNoDelay, tls, made);
    }
}
