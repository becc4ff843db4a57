package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.execute;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;

/** The end of a lease within a transaction. */
enum Ending {
    COMMIT {
        @Override
        void end(Connection connection, Killer killer) throws SQLException {
            connection.commit();
            connection.close();
        }
    },
    ROLLBACK {
        @Override
        void end(Connection connection, Killer killer) throws SQLException {
            connection.rollback();
            connection.close();
        }
    },
    CLOSE {
        @Override
        void end(Connection connection, Killer killer) throws SQLException {
            connection.close();
        }
    },
    ABORT {
        @Override
        void end(Connection connection, Killer killer) throws SQLException {
            connection.abort(Runnable::run);
        }

        @Override
        boolean endsSession() {
            return true;
        }
    },
    EXCEPTION {
        @Override
        void end(Connection connection, Killer killer) throws SQLException {
            assertThatThrownBy(() -> execute(connection, "no statement at all")).isInstanceOf(SQLException.class);
            connection.close();
        }
    },
    KILLED {
        @Override
        void end(Connection connection, Killer killer) throws SQLException {
            killer.kill(connection);
            connection.close();
        }

        @Override
        boolean endsSession() {
            return true;
        }
    };

    /** Ends a session on the server's side. */
    @FunctionalInterface
    interface Killer {
        void kill(Connection connection) throws SQLException;
    }

    abstract void end(Connection connection, Killer killer) throws SQLException;

    /** Returns whether the session cannot be used again. */
    boolean endsSession() {
        return false;
    }
}
