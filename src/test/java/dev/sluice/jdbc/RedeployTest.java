package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapter.agroal.GatedProvider;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolThreads;
import dev.sluice.testing.Await;
import dev.sluice.testing.JavaProcess;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@DisplayName("An application that is deployed, used, closed and thrown away")
@Tag("service")
class RedeployTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("leaves no thread and no class behind when it is no longer used")
    void leavesNothing() throws Exception {
        Path output = directory.resolve("output");
        Process container = new ProcessBuilder(JavaProcess.command(
                        "-Xmx128m",
                        "-XX:SoftRefLRUPolicyMSPerMB=0", // a soft reference of the JDK keeps no class that must go
                        "-cp",
                        System.getProperty("java.class.path"),
                        RedeployTest.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(container.waitFor(100, TimeUnit.SECONDS)).isTrue();
            assertThat(container.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            container.destroyForcibly();
        }
    }

    /** The container: a process of its own, in which no other test has left anything that keeps the classes. */
    public static void main(String[] args) throws Exception {
        ExecutorService container = Executors.newSingleThreadExecutor(); // its thread outlives the application
        try {
            System.setProperty(GatedProvider.SWITCH, "true");
            // Drivers, Agroal and the log are the container's, and keep the class loader of whoever uses them first.
            container.submit(new Application()).get(30, TimeUnit.SECONDS);
            container.submit(new GatedApplication()).get(30, TimeUnit.SECONDS);
            List<WeakReference<ClassLoader>> applications =
                    List.of(deploy(container, Application.class), deploy(container, GatedApplication.class));
            assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("dev.sluice:*"), null))
                    .isEmpty();
            // Java 17 keeps the class loader of the record type whose equality was linked last: now it is the
            // container's.
            assertThat(new OfContainer("a").equals(new OfContainer("b"))).isFalse();
            Await.until("their classes are gone", () -> {
                System.gc();
                return applications.stream().allMatch(application -> application.get() == null);
            });
            Await.until(
                    "no thread of theirs is left",
                    () -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().contains("redeployed")));
        } finally {
            container.shutdownNow(); // a failure ends the process, too
        }
        System.exit(0);
    }

    private record OfContainer(String text) {}

    private static WeakReference<ClassLoader> deploy(ExecutorService container, Class<?> type) throws Exception {
        try (URLClassLoader loader = new Own()) {
            Constructor<?> make = loader.loadClass(type.getName()).getDeclaredConstructor();
            make.setAccessible(true);
            Runnable application = (Runnable) make.newInstance();
            assertThat(application.getClass()).isNotEqualTo(type);
            container.submit(application).get(30, TimeUnit.SECONDS);
            return new WeakReference<>(loader);
        }
    }

    /** Has the project's classes of its own; all else is the container's. */
    private static final class Own extends URLClassLoader {

        Own() {
            super(new URL[] {locationOf(ManagedPool.class), locationOf(RedeployTest.class)}, new Container());
        }

        private static URL locationOf(Class<?> type) {
            return type.getProtectionDomain().getCodeSource().getLocation();
        }
    }

    private static final class Container extends ClassLoader {

        Container() {
            super(RedeployTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("dev.sluice.")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    /** Has Agroal make a data source behind the gate, uses it and closes it. */
    static final class GatedApplication implements Runnable {

        @Override
        public void run() {
            AgroalDataSourceConfigurationSupplier supplier = new AgroalDataSourceConfigurationSupplier();
            supplier.connectionPoolConfiguration()
                    .maxSize(2)
                    .connectionFactoryConfiguration()
                    .jdbcUrl("jdbc:h2:mem:redeployed")
                    .connectionProviderClassName("org.h2.Driver");
            try (AgroalDataSource dataSource = new GatedProvider().getDataSource(supplier.get());
                    Connection connection = dataSource.getConnection()) {
                connection.createStatement().execute("select 1");
                assertThat(ManagementFactory.getPlatformMBeanServer()
                                .isRegistered(new ObjectName("dev.sluice:type=PoolManager")))
                        .isTrue();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Makes a pool, uses it and closes everything. */
    static final class Application implements Runnable {

        @Override
        public void run() {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(getClass().getClassLoader());
            try (PoolThreads threads = new PoolThreads("redeployed", 2, failure -> {});
                    JdbcPool pool = open(threads)) {
                pool.pool().start().join();
                for (int i = 0; i < 20; i++) {
                    try (Connection connection = pool.dataSource().getConnection()) {
                        connection.createStatement().execute("select 1");
                    }
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                thread.setContextClassLoader(before);
            }
        }

        private static JdbcPool open(PoolThreads threads) {
            AgroalConnectionPoolConfigurationSupplier sessions =
                    new AgroalConnectionPoolConfigurationSupplier().maxSize(2);
            sessions.connectionFactoryConfiguration()
                    .jdbcUrl("jdbc:h2:mem:redeployed")
                    .connectionProviderClassName("org.h2.Driver");
            PoolConfig rules = PoolConfig.builder()
                    .minSize(1)
                    .maxSize(2)
                    .acquisitionTimeout(Duration.ofSeconds(20))
                    .build();
            return JdbcPool.create("redeployed", rules, sessions.get(), DatabaseKind.Timeouts.NONE, threads.runtime());
        }
    }
}
