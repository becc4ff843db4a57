package dev.sluice.jdbc;

import dev.sluice.jdbc.DatabaseKind.Timeouts;
import dev.sluice.jdbc.FakeDatabase.FakeDriver;
import dev.sluice.jdbc.FakeDatabase.Session;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolContract;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.failure.PoolException;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The contract, kept by a pool over Agroal, with connections as applications have them. */
@Tag("fast")
class AgroalPoolContractTest extends PoolContract<Connection> {

    private final FakeDatabase database = new FakeDatabase();
    private JdbcPool pool;

    @Override
    public ManagedPool<?> make(PoolConfig config, PoolRuntime runtime) {
        database.onConnect = () -> faults.onCreate.run();
        database.onIsValid = () -> faults.onValidate.run();
        database.onClose = () -> faults.onClose.run();
        AgroalConnectionPoolConfigurationSupplier agroal = new AgroalConnectionPoolConfigurationSupplier().maxSize(20);
        agroal.connectionFactoryConfiguration().jdbcUrl(database.url()).connectionProviderClass(FakeDriver.class);
        pool = JdbcPool.create("sessions", config, agroal.get(), Timeouts.NONE, runtime);
        return pool.pool();
    }

    @Override
    public Connection acquire(AcquireRequest request) throws Exception {
        try {
            return pool.dataSource().acquire(request);
        } catch (SQLException e) {
            if (e.getCause() instanceof PoolException cause) {
                throw cause;
            }
            if (e.getCause() instanceof InterruptedException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void release(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public void discard(Connection connection) throws SQLException {
        for (Session session : database.sessions()) {
            if (session.isBehind(connection)) {
                session.kill();
            }
        }
        try {
            connection.createStatement();
            throw new AssertionError("the session is dead");
        } catch (SQLException e) {
            connection.close();
        }
    }

    @Override
    public int alive() {
        return database.alive();
    }

    @Override
    public int mostAlive() {
        return database.mostAlive();
    }

    @Override
    public List<Integer> closes() {
        return database.sessions().stream().map(Session::closes).toList();
    }
}
