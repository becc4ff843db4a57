package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("After the pool has ended a lease,")
@Timeout(60)
@Tag("service")
class EndedLeaseTest {

    /** Calls with another answer: they end the use, or ask for no work of the driver. */
    private static final Set<String> OTHERS =
            Set.of("close", "abort", "isClosed", "isValid", "isWrapperFor", "getConnection");

    private final H2Pool pool = new H2Pool(SessionRules.DEFAULT);

    @AfterEach
    void close() {
        pool.close();
    }

    private Connection connection(boolean throughAgroal) throws SQLException {
        return throughAgroal ? pool.dataSource().getReadOnlyConnection() : pool.connection();
    }

    private void end(Connection connection) throws SQLException {
        pool.jdbc().pool().reclaim(pool.dataSource().nameOf(connection));
    }

    @ParameterizedTest(name = "through Agroal: {0}")
    @ValueSource(booleans = {false, true})
    @DisplayName("every call on each of its JDBC objects says why")
    void saysWhy(boolean throughAgroal) throws SQLException {
        Connection connection = connection(throughAgroal);
        Map<Object, Class<?>> objects = new LinkedHashMap<>();
        objects.put(connection, Connection.class);
        Statement statement = connection.createStatement();
        objects.put(statement, Statement.class);
        objects.put(statement.executeQuery("select 1"), ResultSet.class);
        PreparedStatement prepared = connection.prepareStatement("select ?");
        objects.put(prepared, PreparedStatement.class);
        CallableStatement callable = connection.prepareCall("select 1");
        objects.put(callable, CallableStatement.class);
        objects.put(callable.executeQuery(), ResultSet.class);
        DatabaseMetaData metaData = connection.getMetaData();
        objects.put(metaData, DatabaseMetaData.class);
        objects.put(metaData.getTypeInfo(), ResultSet.class);

        end(connection);

        List<String> silent = new ArrayList<>();
        objects.forEach((object, type) -> {
            for (Method method : type.getMethods()) {
                String answer =
                        OTHERS.contains(method.getName()) || cannotRefuse(method) ? null : answer(object, method);
                if (answer != null && !answer.contains("was ended: ")) {
                    silent.add(type.getSimpleName() + "." + method.getName() + ": " + answer);
                }
            }
        });
        assertThat(silent).isEmpty();
    }

    private static boolean cannotRefuse(Method method) {
        return method.getExceptionTypes().length == 0;
    }

    private static String answer(Object object, Method method) {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(method.getParameterTypes()[i]);
        }
        try {
            return "returned " + method.invoke(object, arguments);
        } catch (InvocationTargetException e) {
            return String.valueOf(e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Object argument(Class<?> type) {
        if (type == boolean.class) {
            return false;
        } else if (type == byte.class) {
            return (byte) 1;
        } else if (type == short.class) {
            return (short) 1;
        } else if (type == int.class) {
            return 1;
        } else if (type == long.class) {
            return 1L;
        } else if (type == float.class) {
            return 1f;
        } else if (type == double.class) {
            return 1d;
        }
        return type == Class.class ? Integer.class : type == String.class ? "any" : null;
    }

    @ParameterizedTest(name = "through Agroal: {0}")
    @ValueSource(booleans = {false, true})
    @DisplayName("the connection and its objects are closed, also if it was not used before, and close has no effect")
    void isClosed(boolean throughAgroal) throws SQLException {
        Connection unused = connection(throughAgroal);
        end(unused);
        assertThat(unused.isClosed()).isTrue();
        unused.close();

        Connection used = connection(throughAgroal);
        Statement statement = used.createStatement();
        ResultSet rows = statement.executeQuery("select 1");
        CallableStatement callable = used.prepareCall("select 1");
        end(used);
        assertThat(used.isClosed()).isTrue();
        assertThat(used.isValid(1)).isFalse();
        assertThat(statement.isClosed()).isTrue();
        assertThat(rows.isClosed()).isTrue();
        assertThat(callable.isClosed()).isTrue();
        assertThatCode(rows::close).doesNotThrowAnyException();
        assertThatCode(statement::close).doesNotThrowAnyException();
        assertThatCode(callable::close).doesNotThrowAnyException();
        assertThatCode(used::close).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "through Agroal: {0}")
    @ValueSource(booleans = {false, true})
    @DisplayName("an abort without an executor is refused, and breaks nothing")
    void abortWithoutExecutor(boolean throughAgroal) throws SQLException {
        try (Connection connection = connection(throughAgroal)) {
            assertThatThrownBy(() -> connection.abort(null)).hasMessage("executor is null");
            assertThat(PostgresPool.ask(connection, "select 1")).isEqualTo("1");
        }
        assertThat(pool.created()).isOne();
    }
}
