package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static dev.sluice.jdbc.PostgresPool.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** As {@link PostgresTrace}, in a session with H2: there are no roles to switch to, no advisory locks, no channels. */
enum H2Trace {
    AUTOCOMMIT(true) {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setAutoCommit(false);
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return connection.getAutoCommit();
        }
    },
    /** H2 takes no notice. */
    READ_ONLY(true) {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setReadOnly(true);
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return connection.isReadOnly();
        }

        @Override
        boolean isVisible() {
            return false;
        }
    },
    ISOLATION(true) {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return connection.getTransactionIsolation();
        }
    },
    SCHEMA(true) {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setSchema("INFORMATION_SCHEMA");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return connection.getSchema();
        }
    },
    /** H2 takes no notice. */
    CATALOG(true) {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setCatalog("ANOTHER");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return connection.getCatalog();
        }

        @Override
        boolean isVisible() {
            return false;
        }
    },
    /** H2 takes no notice. */
    NETWORK_TIMEOUT(true) {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setNetworkTimeout(Runnable::run, 4321);
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return connection.getNetworkTimeout();
        }

        @Override
        boolean isVisible() {
            return false;
        }
    },
    HOLDABILITY(true) {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return connection.getHoldability();
        }
    },
    CLIENT_INFO(true) {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setClientInfo("ApplicationName", "intruder");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return String.valueOf(connection.getClientInfo("ApplicationName"));
        }
    },
    SEARCH_PATH(false) {
        @Override
        void leave(Connection connection) throws SQLException {
            execute(connection, "set schema_search_path information_schema, public");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return states(connection, "SCHEMA_SEARCH_PATH");
        }
    },
    STATEMENT_TIMEOUT(false) {
        @Override
        void leave(Connection connection) throws SQLException {
            execute(connection, "set query_timeout 54321");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return ask(
                    connection,
                    "select setting_value from information_schema.settings where setting_name = 'QUERY_TIMEOUT'");
        }
    },
    TEMPORARY_TABLE(false) {
        @Override
        void leave(Connection connection) throws SQLException {
            execute(connection, "create local temporary table leftover (what varchar)");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return states(connection, "TABLE leftover");
        }
    },
    PREPARED_STATEMENT(false) {
        @Override
        void leave(Connection connection) throws SQLException {
            execute(connection, "prepare leftover as select 1");
        }

        @Override
        Object look(Connection connection) {
            try {
                execute(connection, "execute leftover");
                return true;
            } catch (SQLException e) {
                return false;
            }
        }
    },
    VARIABLE(false) {
        @Override
        void leave(Connection connection) throws SQLException {
            execute(connection, "set @leftover 1");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return String.valueOf(ask(connection, "select @leftover"));
        }
    };

    private final boolean isOfJdbc;

    H2Trace(boolean isOfJdbc) {
        this.isOfJdbc = isOfJdbc;
    }

    private static String states(Connection connection, String key) throws SQLException {
        return ask(
                connection,
                "select count(*) from information_schema.session_state where lower(state_key) = lower('" + key + "')");
    }

    boolean isOfJdbc() {
        return isOfJdbc;
    }

    boolean isVisible() {
        return true;
    }

    abstract void leave(Connection connection) throws SQLException;

    abstract Object look(Connection connection) throws SQLException;
}
