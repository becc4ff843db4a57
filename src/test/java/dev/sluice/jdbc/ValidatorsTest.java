package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.h2.Driver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
@DisplayName("The validation of an idle connection")
@Tag("service")
class ValidatorsTest {

    private static final int LEASES = 30;

    private final Logger logger = Logger.getLogger("dev.sluice.pool.fake");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    static Stream<FakeDatabase.Step> withoutIsValid() {
        return Stream.of(
                () -> {
                    throw new AbstractMethodError("isValid");
                },
                () -> {
                    throw new SQLFeatureNotSupportedException("isValid");
                },
                () -> {
                    throw new UnsupportedOperationException("isValid");
                });
    }

    @ParameterizedTest
    @MethodSource("withoutIsValid")
    @DisplayName("is impossible with a driver without isValid: its sessions stay, and one line names it and the remedy")
    void driverWithoutIsValid(FakeDatabase.Step step) throws SQLException {
        try (FakePool pool = new FakePool()) {
            pool.database.onIsValid = step;
            for (int i = 0; i < LEASES; i++) {
                pool.connection().close();
                pool.time.advance(Duration.ofSeconds(10));
            }
            assertThat(pool.opened()).isOne();
            assertThat(lines)
                    .singleElement()
                    .asString()
                    .contains("'fake'", "Fake Driver", "isValid", "validation-query");
        }
    }

    @Test
    @DisplayName("calls the driver by default, and its \"no\" costs the session, in every form")
    void driverSaysNo() throws SQLException {
        try (FakePool pool = new FakePool()) {
            pool.connection().close();
            pool.database.onIsValid = () -> {
                throw new SQLException("no answer");
            };
            pool.time.advance(Duration.ofSeconds(10));
            pool.connection().close();
            assertThat(pool.opened()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("runs the validation query, if one is set; a failure costs the session")
    void query() throws SQLException {
        try (FakePool pool = new FakePool(sessions -> sessions.connectionValidator(
                        JdbcPool.validationQuery("INSERT INTO asked VALUES (1)"))
                .connectionFactoryConfiguration()
                .jdbcUrl("jdbc:h2:mem:validated;DB_CLOSE_DELAY=-1;INIT=CREATE TABLE IF NOT EXISTS asked(id INT)")
                .connectionProviderClass(Driver.class))) {
            pool.connection().close();
            for (int i = 1; i <= 3; i++) {
                pool.time.advance(Duration.ofSeconds(10));
                try (Connection connection = pool.connection()) {
                    assertThat(PostgresPool.ask(connection, "SELECT COUNT(*) FROM asked"))
                            .isEqualTo(String.valueOf(i));
                }
            }
            assertThat(pool.created()).isOne();
            try (Connection connection = pool.connection()) {
                PostgresPool.execute(connection, "DROP TABLE asked");
            }
            pool.time.advance(Duration.ofSeconds(10));
            pool.connection().close();
            assertThat(pool.created()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("refuses a blank query")
    void blank() {
        assertThatThrownBy(() -> JdbcPool.validationQuery(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("validation-query must not be blank");
    }
}
