package example;

import dev.sluice.adapter.jmx.JmxExporter;
import dev.sluice.admission.Priority;
import dev.sluice.control.PoolManager;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.Order;
import dev.sluice.jdbc.DatabaseKind;
import dev.sluice.jdbc.JdbcPool;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolThreads;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.sql.Connection;
import java.time.Duration;

/** A managed pool of JDBC connections, without any framework. */
public final class PlainJdbc {

    public static void main(String[] arguments) throws Exception {
        PoolConfig rules = PoolConfig.builder().minSize(2).maxSize(5).build();
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier().maxSize(5);
        sessions.connectionFactoryConfiguration().jdbcUrl("jdbc:h2:mem:shop");

        try (PoolManager manager = new PoolManager();
                JmxExporter beans = JmxExporter.onPlatformServer(manager);
                PoolThreads threads = new PoolThreads("shop", 5, Throwable::printStackTrace);
                JdbcPool pool = JdbcPool.create(
                        "shop", rules, sessions.get(), DatabaseKind.Timeouts.NONE, threads.runtime())) {
            manager.register(pool.pool());
            pool.pool().start().join(); // its first connections are there

            AcquireRequest urgent = AcquireRequest.DEFAULT
                    .withPriority(Priority.CRITICAL)
                    .withTimeout(Duration.ofSeconds(2))
                    .withTag("for", "checkout");
            try (Connection connection = pool.dataSource().acquire(urgent)) {
                System.out.println("works: " + connection.isValid(1));
            }
            System.out.println(
                    "retired: " + manager.perform(Order.of("shop", OperationCatalogue.command("reset"), "me")).retired().size());
        }
    }
}
