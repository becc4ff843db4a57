package dev.sluice.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
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

    /** The key of the contender. */
    @Param("sluice")
    public String pool;

    private JdbcPeer peer;

    /** Opens the pool. */
    @Setup
    public void open() throws Exception {
        peer = Contender.of(pool).openFree();
    }

    /** Closes it. */
    @TearDown
    public void close() {
        peer.close();
    }

    /** Nothing but the cycle. */
    @Benchmark
    public Connection free() throws SQLException {
        Connection connection = peer.acquire();
        connection.close();
        return connection;
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
