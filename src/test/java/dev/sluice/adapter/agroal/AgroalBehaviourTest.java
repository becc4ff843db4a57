package dev.sluice.adapter.agroal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jdbc.FakeDatabase;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.AgroalDataSourceMetrics;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The events that Agroal promises to listeners, once each and in Agroal's order, from Agroal alone and from the gate. */
@Timeout(60)
@DisplayName("A listener of a data source that was made with AgroalDataSource.from")
@Tag("fast")
class AgroalBehaviourTest {

    private final FakeDatabase database = new FakeDatabase();
    private final Heard heard = new Heard(database);
    private final List<AgroalDataSource> open = new ArrayList<>();

    private AgroalDataSource make(
            Maker maker,
            UnaryOperator<AgroalConnectionPoolConfigurationSupplier> settings,
            AgroalDataSourceListener... listeners)
            throws SQLException {
        AgroalDataSource made = maker.make(database, settings, listeners.length == 0 ? heard : listeners[0]);
        open.add(made);
        return made;
    }

    @AfterEach
    void close() {
        open.forEach(AgroalDataSource::close);
    }

    private List<String> of(String connection) {
        return heard.lines().stream().filter(line -> line.endsWith(connection)).toList();
    }

    private void awaitHeard(String line) {
        Await.until("heard: " + line, () -> heard.lines().contains(line));
    }

    private Connection used(AgroalDataSource dataSource) throws SQLException {
        Connection connection = dataSource.getConnection();
        connection.createStatement();
        return connection;
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    @DisplayName("is notified of an INVALID flush for each connection, and of the flush of each broken connection")
    void flushInvalid(Maker maker) throws SQLException {
        AgroalDataSource dataSource = make(
                maker, settings -> settings.maxSize(2).connectionValidator(ConnectionValidator.defaultValidator()));
        Connection first = used(dataSource);
        used(dataSource).close();
        first.close();
        database.sessions().get(0).kill();
        heard.take();

        dataSource.flush(FlushMode.INVALID);
        awaitHeard("destroyed 1");
        awaitHeard("valid 2");
        awaitHeard("flushed 1");
        assertThat(of(" 2")).containsExactly("before flush 2", "before validation 2", "valid 2");
        assertThat(of(" 1"))
                .containsExactly(
                        "before flush 1",
                        "before validation 1",
                        "invalid 1",
                        "flushed 1",
                        "before destroy 1",
                        "destroyed 1");
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    @DisplayName(
            "is notified of an ALL flush and of the end of a leased session, before its holder closes the connection")
    void flushAll(Maker maker) throws SQLException {
        AgroalDataSource dataSource = make(maker, settings -> settings.maxSize(1));
        Connection connection = used(dataSource);
        heard.take();

        dataSource.flush(FlushMode.ALL);
        awaitHeard("destroyed 1");
        assertThat(of(" 1")).containsExactly("before flush 1", "flushed 1", "before destroy 1", "destroyed 1");
        assertThat(connection.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = Maker.class, names = "GATED")
    @DisplayName(
            "is notified of the end of a broken session once: Agroal alone reports it again when the holder closes it")
    void once(Maker maker) throws SQLException {
        AgroalDataSource dataSource = make(maker, settings -> settings.maxSize(1));
        Connection connection = used(dataSource);
        dataSource.flush(FlushMode.ALL);
        awaitHeard("destroyed 1");
        connection.close();
        used(dataSource).close();
        dataSource.close();
        awaitHeard("destroyed 2");
        for (String event : List.of("before flush 1", "flushed 1", "before destroy 1", "destroyed 1", "destroyed 2")) {
            assertThat(heard.lines()).containsOnlyOnce(event);
        }
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    @DisplayName("is notified of a GRACEFUL flush for a leased connection, too, and of its flush at the release")
    void flushGraceful(Maker maker) throws SQLException {
        AgroalDataSource dataSource = make(maker, settings -> settings.maxSize(1));
        Connection connection = used(dataSource);
        heard.take();

        dataSource.flush(FlushMode.GRACEFUL);
        awaitHeard("before flush 1");
        heard.take();
        dataSource.flush(FlushMode.IDLE); // one flush after the other: the first is over when the second is heard
        awaitHeard("before flush 1");
        heard.take();
        connection.close();
        awaitHeard("destroyed 1");
        awaitHeard("flushed 1"); // on the thread that returns it; Agroal destroys it on another one
        assertThat(of(" 1"))
                .startsWith("before return 1")
                .containsExactlyInAnyOrder("before return 1", "flushed 1", "before destroy 1", "destroyed 1");
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    @DisplayName("is notified of the flush and the end of a leaked connection")
    void flushLeak(Maker maker) throws SQLException {
        AgroalDataSource dataSource =
                make(maker, settings -> settings.maxSize(1).leakTimeout(Duration.ofMillis(100)));
        Connection leaked = used(dataSource);
        awaitHeard("leaked by " + Thread.currentThread().getName() + " 1");

        dataSource.flush(FlushMode.LEAK);
        awaitHeard("destroyed 1");
        assertThat(heard.lines())
                .filteredOn(line -> line.endsWith(" 1") && !line.contains("leak"))
                .endsWith("before flush 1", "flushed 1", "before destroy 1", "destroyed 1");
        assertThat(leaked.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    @DisplayName(
            "gets an enhanced leak report: transaction, acquisition, operations, last use, and a warning of unwrap")
    void enhancedLeakReport(Maker maker) throws SQLException {
        List<String> infos = new CopyOnWriteArrayList<>();
        List<String> warnings = new CopyOnWriteArrayList<>();
        CountDownLatch used = new CountDownLatch(1);
        AgroalDataSourceListener listener = new AgroalDataSourceListener() {
            @Override
            public void beforeConnectionLeak(Connection connection) {
                Await.open(used);
            }

            @Override
            public void onInfo(String message) {
                infos.add(message);
            }

            @Override
            public void onWarning(String message) {
                warnings.add(message);
            }
        };
        AgroalDataSource dataSource = make(
                maker,
                settings ->
                        settings.maxSize(1).leakTimeout(Duration.ofMillis(100)).enhancedLeakReport(),
                listener);
        Connection leaked = dataSource.getConnection();
        leaked.getSchema();
        leaked.unwrap(Connection.class);
        used.countDown();

        Await.until("the report is complete", () -> !warnings.isEmpty());
        assertThat(List.copyOf(infos).subList(0, 4))
                .satisfiesExactly(
                        line -> assertThat(line).contains("Leaked connection", "flush(LEAK)"),
                        line -> assertThat(line).contains("acquired at", "enhancedLeakReport"),
                        line -> assertThat(line).contains("getSchema()", "unwrap("),
                        line -> assertThat(line).contains("enhancedLeakReport"));
        assertThat(warnings.get(0)).contains("unwrap");
        leaked.close();
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    @DisplayName("is notified of a thread that waits for its own connection, which waits until its deadline")
    void waitsForItself(Maker maker) throws Exception {
        AgroalDataSource dataSource =
                make(maker, settings -> settings.maxSize(1).acquisitionTimeout(Duration.ofMinutes(1)));
        CountDownLatch leased = new CountDownLatch(1);
        Caller<Integer> both = Caller.start(() -> {
            Connection first = used(dataSource);
            leased.countDown();
            assertThatThrownBy(dataSource::getConnection).isInstanceOf(SQLException.class);
            assertThat(Thread.interrupted()).isTrue();
            dataSource.getConfiguration().connectionPoolConfiguration().setAcquisitionTimeout(Duration.ofMillis(200));
            heard.take();
            assertThatThrownBy(dataSource::getConnection).isInstanceOf(SQLException.class);
            assertThat(heard.lines()).containsExactly("before acquire", "blocked");
            first.close();
            return 1;
        });
        Await.open(leased);
        Await.until("it waits", () -> dataSource.getMetrics().awaitingCount() == 1);
        both.interrupt(); // its deadline is far away
        assertThat(both.result()).isOne();
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    @DisplayName("is notified of a new connection when metrics count it, in use or available")
    void counted(Maker maker) throws Exception {
        CompletableFuture<AgroalDataSource> made = new CompletableFuture<>();
        List<Long> created = new CopyOnWriteArrayList<>();
        List<Long> present = new CopyOnWriteArrayList<>();
        AgroalDataSourceListener listener = new AgroalDataSourceListener() {
            @Override
            public synchronized void onConnectionPooled(Connection connection) {
                AgroalDataSourceMetrics metrics = made.join().getMetrics();
                created.add(metrics.creationCount());
                present.add(metrics.availableCount() + metrics.activeCount());
            }
        };
        made.complete(make(maker, settings -> settings.maxSize(3).initialSize(3), listener));
        Await.until("all connections are there", () -> present.size() == 3);
        for (int i = 0; i < 3; i++) {
            assertThat(created.get(i)).isGreaterThan(i);
            assertThat(present.get(i)).isGreaterThan(i);
        }
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    @DisplayName("is notified of a driver that throws an unchecked exception instead of connecting")
    void uncheckedCreation(Maker maker) throws SQLException {
        database.onConnect = () -> {
            throw new IllegalStateException("confused");
        };
        AgroalDataSource dataSource =
                make(maker, settings -> settings.maxSize(1).acquisitionTimeout(Duration.ofMillis(500)));
        assertThatThrownBy(dataSource::getConnection).isInstanceOf(Exception.class);
        Await.until(
                "the failure is told, also when the caller's deadline came first",
                () -> heard.lines().stream()
                        .anyMatch(line -> line.startsWith("not created: ") && line.contains("IllegalStateException")));
    }
}
