package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A connection is taken and given back, with and without a use of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FreeCycle {

    /** The property that names the file for the number of stalls. */
    static final String STALLS = "bench.stalls";

    /** The key of the contender. */
    @Param("sluice")
    public String pool;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private JdbcPeer peer;

    /** Acquires that brought nothing, though nobody holds a connection for longer than a moment. */
    private final AtomicInteger stalled = new AtomicInteger();

    /** Opens the pool. */
    @Setup
    public void open() throws Exception {
        peer = Contender.of(pool).openFull(PeerSettings.free().withTimeout(PATIENCE));
    }

    /** Closes it, and tells of stalls, those of the warm-up included. */
    @TearDown
    public void close() throws IOException {
        peer.close();
        String file = System.getProperty(STALLS, "");
        if (!file.isEmpty()) {
            new Figures().put("stalled", stalled.get()).write(Path.of(file));
        }
    }

    /** Nothing but the cycle. */
    @Benchmark
    public Connection free() {
        try {
            Connection connection = peer.acquire();
            connection.close();
            return connection;
        } catch (SQLException e) {
            stalled.incrementAndGet();
            return null;
        }
    }

    /** Used a little, so that what a pool puts off until the first use is paid for. */
    @Benchmark
    public boolean used() throws SQLException {
        try (Connection connection = peer.acquire()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.createStatement().close();
            return autoCommit;
        }
    }
}
