package dev.sluice.batch.jdbc;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of one {@link SQLException} for a batch, by its SQLSTATE or, where that is too general, by the vendor's
 * error code. The states are from the SQL standard and from the manuals of PostgreSQL (appendix A), H2 (ErrorCode) and
 * MariaDB.
 */
final class SqlStates {

    private static final int CLASS = 2;

    /** The class of transactions that conflicted with others. */
    private static final String ROLLED_BACK = "40";

    /**
     * Values, constraints, views with a check option, cardinality of a subquery, PL/pgSQL's RAISE, routines, no data.
     */
    private static final Set<String> CLASSES_OF_A_JOB =
            Set.of("02", "20", "21", "22", "23", "2F", "38", "39", "44", "45", "54", "P0");

    /** PostgreSQL: resources, operator intervention, system and internal errors; HYT is a timeout of ODBC and H2. */
    private static final Set<String> CLASSES_THAT_PASS = Set.of("53", "57", "58", "XX", "HYT");

    private static final Set<String> STATES_THAT_PASS = Set.of(
            "25006", // read-only: a standby, or a server during a failover
            "25P02", // the transaction has failed already
            "26000", // the prepared statement is gone, as behind a proxy
            "55006", // an object is in use
            "55P03", // a lock was not available in time
            "70100", // MariaDB: the query was interrupted, or took longer than max_statement_time
            "90013", // H2: the database is not available now
            "90020", // H2: another process uses the database
            "90028", // H2: an I/O error
            "90031", // H2: an I/O error, with its file
            "90097", // H2: read-only
            "90100", // H2: no space left on the disk
            "90108", // H2: out of memory
            "90131", // H2: the row was changed meanwhile
            "90135"); // H2: another session has exclusive use of the database

    /** MariaDB and MySQL give these the states HY000, HY001 and 42000. */
    private static final Set<Integer> MARIADB_PASSING = Set.of(
            1015, // a file cannot be locked
            1020, // the row was changed meanwhile
            1021, // disk full
            1026, // a file cannot be written
            1030, // the storage engine has reported an error
            1037, // out of memory
            1038, // out of memory for sorting
            1041, // out of resources
            1114, // the table is full
            1203, // the user has too many connections
            1205, // a lock was not available in time
            1206, // too many locks
            1226, // the user has used up a resource
            1290, // an option, such as read_only, prevents it
            1317, // interrupted
            1412, // the table's definition has changed
            1615, // the statement has to be prepared again
            1637, // too many transactions
            1836, // read-only mode
            1969, // max_statement_time
            3024, // MySQL: max_execution_time
            3572); // MySQL: NOWAIT

    private static final Set<String> GENERAL = Set.of("HY000", "HY001", "42000");

    /** The state of any missing feature; PostgreSQL's also for a prepared statement whose columns have changed. */
    private static final String FEATURE = "0A000";

    private static final String STALE_PLAN = "cached plan must not change result type";

    private SqlStates() {}

    /** Returns {@code AGAIN}, {@code PASSING}, {@code OTHER} for the job's fault, or {@code STATEMENT} if not known. */
    static SqlErrorKind of(SQLException e) {
        String state = e.getSQLState();
        if (state != null && state.startsWith(ROLLED_BACK)) {
            return SqlErrorKind.AGAIN;
        }
        if (passes(e, state)) {
            return SqlErrorKind.PASSING;
        }
        return state == null || isOfJob(e, state) ? SqlErrorKind.OTHER : SqlErrorKind.STATEMENT;
    }

    private static boolean passes(SQLException e, @Nullable String state) {
        boolean isTransient = e instanceof SQLTransientException && !(e instanceof SQLTransientConnectionException);
        if (isTransient || (state != null && startsWithOneOf(state, CLASSES_THAT_PASS))) {
            return true;
        }
        if (state == null) {
            return false;
        }
        return STATES_THAT_PASS.contains(state)
                || (GENERAL.contains(state) && MARIADB_PASSING.contains(e.getErrorCode()))
                || (state.equals(FEATURE) && String.valueOf(e.getMessage()).contains(STALE_PLAN));
    }

    /**
     * Returns whether the job is at fault. Classes from 5 to 9 and from I to Z belong to implementations. Their known
     * states are listed above; users raise the others.
     */
    private static boolean isOfJob(SQLException e, String state) {
        if (startsWithOneOf(state, CLASSES_OF_A_JOB)) {
            return true;
        }
        char first = state.isEmpty() ? ' ' : state.charAt(0);
        boolean isUsers = (first >= '5' && first <= '9') || (first >= 'I' && first <= 'Z');
        return isUsers && !state.equals(String.valueOf(e.getErrorCode())) && !state.startsWith("55");
    }

    private static boolean startsWithOneOf(String state, Set<String> classes) {
        return state.length() >= CLASS
                && (classes.contains(state.substring(0, CLASS))
                        || (state.length() > CLASS && classes.contains(state.substring(0, CLASS + 1))));
    }
}
