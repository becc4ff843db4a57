package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
@Tag("fast")
class UncheckedDriverTest {

    @Test
    @DisplayName(
            "C6 a driver that throws unchecked exceptions while a connection is returned costs the session, not its place")
    void placeComesBack() throws Exception {
        FakePool pool = new FakePool();
        FakeDatabase database = pool.database;
        for (int round = 0; round < 3; round++) {
            Connection connection = pool.connection();
            connection.setAutoCommit(false);
            database.onReset = () -> {
                throw new IllegalStateException("the driver is confused");
            };
            assertThatThrownBy(connection::close).hasMessageContaining("confused");
            database.onReset = () -> {};
            assertThat(pool.jdbc.pool().stats().inUse()).isZero();
            assertThat(pool.jdbc.pool().stats().total()).isZero();
            assertThat(database.alive()).isZero();
        }
        pool.close();
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new SQLException("cannot close"), new IllegalStateException("gone"), new NoClassDefFoundError("gone"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("a session has ended when the driver's close has thrown any exception: no thread waits for a limit")
    void closeThrows(Throwable failure) throws Exception {
        FakePool pool = new FakePool();
        FakeDatabase database = pool.database;
        pool.connection().close();
        database.onClose = () -> {
            throw sneak(failure);
        };
        assertThat(pool.jdbc.pool().reset(false).retired()).hasSize(1);
        assertThat(pool.jdbc.pool().stats().closing()).isZero();
        pool.connection().close();
        assertThat(pool.jdbc.pool().reset(false).complete()).isTrue();
        assertThat(database.sessions()).hasSize(2).allSatisfy(session -> {
            assertThat(session.closes()).isEqualTo(1);
            assertThat(session.aborts()).as("ended by force, after the limit").isZero();
        });
        pool.close();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> Exception sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
