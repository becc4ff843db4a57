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

/** The free cycle of Sluice with policies on and tagged callers; the other pools have no policies. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RuledCycle {

    /** The key of the contender. */
    @Param("sluice")
    public String pool;

    private JdbcPeer peer;

    /** Opens the pool. */
    @Setup
    public void open() throws Exception {
        Contender contender = Contender.of(pool);
        PeerSettings settings = PeerSettings.free();
        peer = contender == Contender.SLUICE ? SluicePeer.ruled(settings) : contender.open(settings);
        Filling.await(peer, settings.max());
    }

    /** Closes the pool. */
    @TearDown
    public void close() {
        peer.close();
    }

    /** Nothing but the cycle. */
    @Benchmark
    public Connection free() throws SQLException {
        Connection connection = peer.acquireTagged();
        connection.close();
        return connection;
    }
}
