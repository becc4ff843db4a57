package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static dev.sluice.jdbc.PostgresPool.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** State that a holder can leave in a session with PostgreSQL, and a way for the next holder to see it. */
enum PostgresTrace {
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
    READ_ONLY(true) {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setReadOnly(true);
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return connection.isReadOnly();
        }
    },
    ISOLATION(true) {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return connection.getTransactionIsolation() + ask(connection, "show default_transaction_isolation");
        }
    },
    SCHEMA(true) {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setSchema("pg_catalog");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return connection.getSchema() + " of " + ask(connection, "show search_path");
        }
    },
    /** PostgreSQL's driver takes no notice of another one: there is nothing to leave. */
    CATALOG(true) {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setCatalog("another");
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
    NETWORK_TIMEOUT(true) {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setNetworkTimeout(Runnable::run, 4321);
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return connection.getNetworkTimeout();
        }
    },
    HOLDABILITY(true) {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return connection.getHoldability();
        }
    },
    /** Of a session whose name is the one that its pool has for it, it is told that it is. */
    CLIENT_INFO(true) {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setClientInfo("ApplicationName", "intruder");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            boolean known = connection
                    .getClientInfo("ApplicationName")
                    .equals(ask(
                            connection, "select application_name from pg_stat_activity where pid = pg_backend_pid()"));
            return known && connection.toString().contains("[" + connection.getClientInfo("ApplicationName") + "]");
        }
    },
    SEARCH_PATH(false) {
        @Override
        void leave(Connection connection) throws SQLException {
            execute(connection, "set search_path to information_schema, public");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return ask(connection, "show search_path");
        }
    },
    ROLE(false) {
        @Override
        void leave(Connection connection) throws SQLException {
            execute(connection, "set role pg_monitor");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return ask(connection, "select current_user || ' for ' || session_user");
        }
    },
    STATEMENT_TIMEOUT(false) {
        @Override
        void leave(Connection connection) throws SQLException {
            execute(connection, "set statement_timeout to 54321");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return ask(connection, "show statement_timeout");
        }
    },
    TEMPORARY_TABLE(false) {
        @Override
        void leave(Connection connection) throws SQLException {
            execute(connection, "create temporary table leftover (what text)");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return String.valueOf(ask(connection, "select to_regclass('pg_temp.leftover')"));
        }
    },
    ADVISORY_LOCK(false) {
        @Override
        void leave(Connection connection) throws SQLException {
            execute(connection, "select pg_advisory_lock(4711)");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return ask(
                    connection, "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()");
        }
    },
    LISTENING(false) {
        @Override
        void leave(Connection connection) throws SQLException {
            execute(connection, "listen leftovers");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return ask(connection, "select count(*) from pg_listening_channels()");
        }
    },
    PREPARED_STATEMENT(false) {
        @Override
        void leave(Connection connection) throws SQLException {
            execute(connection, "prepare leftover as select 1");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return ask(connection, "select count(*) from pg_prepared_statements where name = 'leftover'");
        }
    },
    SETTING(false) {
        @Override
        void leave(Connection connection) throws SQLException {
            execute(connection, "set work_mem to '7MB'");
        }

        @Override
        Object look(Connection connection) throws SQLException {
            return ask(connection, "show work_mem");
        }
    };

    private final boolean isOfJdbc;

    PostgresTrace(boolean isOfJdbc) {
        this.isOfJdbc = isOfJdbc;
    }

    /** Returns whether JDBC has a method for the state. */
    boolean isOfJdbc() {
        return isOfJdbc;
    }

    /** Returns whether a client can see the state. */
    boolean isVisible() {
        return true;
    }

    abstract void leave(Connection connection) throws SQLException;

    abstract Object look(Connection connection) throws SQLException;
}
