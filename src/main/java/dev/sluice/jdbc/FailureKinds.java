package dev.sluice.jdbc;

import dev.sluice.pool.store.FailureKind;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies failed connection attempts. The criteria are the SQLSTATE (class 28 is "invalid authorization" in SQL),
 * the error codes of databases that use another state, and the causes that drivers give. Examines causes and next
 * exceptions, at most {@value #MOST} of them.
 */
final class FailureKinds {

    private static final int MOST = 32;

    /** Oracle ORA-01017 (wrong password) and ORA-28000 (account locked); SQL Server 18456 (login failed). */
    private static final Set<Integer> REJECTIONS = Set.of(1017, 28000, 18456);

    /** PostgreSQL: of the server, of the database and of the role. */
    private static final String TOO_MANY_CONNECTIONS = "53300";

    /** Oracle ORA-12516, ORA-12519 and ORA-12520: the listener finds no free process. */
    private static final Set<Integer> FULL_LISTENERS = Set.of(12516, 12519, 12520);

    /** MySQL and MariaDB 1040 (server) and 1203 (user), Oracle ORA-00018 and ORA-00020, each with its SQLSTATE. */
    private static final Set<String> FULL_SERVERS = Set.of("08004 1040", "42000 1203", "61000 18", "61000 20");

    private FailureKinds() {}

    /** Returns the kind of the failure. A definite report from any exception in the chain decides. */
    static FailureKind of(Throwable failure) {
        FailureKind found = search(failure);
        boolean passes = found == FailureKind.NO_ANSWER || (failure instanceof SetupFailed setup && isLoss(setup));
        return failure instanceof SetupFailed && !passes ? FailureKind.SETUP_FAILED : found;
    }

    /**
     * Returns whether the session was lost, or the step may succeed next time. The set-up itself may then be correct.
     */
    private static boolean isLoss(SetupFailed setup) {
        String state = stateOf(setup);
        Throwable cause = setup.getCause();
        return state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || cause instanceof SQLNonTransientConnectionException
                || cause instanceof SQLRecoverableException
                || cause instanceof SQLTransientException;
    }

    private static FailureKind search(Throwable failure) {
        FailureKind found = FailureKind.OTHER;
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> left = new ArrayDeque<>();
        left.add(failure);
        while (!left.isEmpty() && seen.size() < MOST) {
            Throwable next = left.poll();
            if (!seen.add(next)) {
                continue;
            }
            FailureKind kind = ofOne(next);
            if (kind == FailureKind.PASSWORD_REJECTED || kind == FailureKind.SERVER_FULL) {
                return kind;
            }
            // a timeout explains more than the refusal that wraps it
            found = kind == FailureKind.OTHER || found == FailureKind.NO_ANSWER ? found : kind;
            addIfAny(left, next.getCause());
            addIfAny(left, next instanceof SQLException sql ? sql.getNextException() : null);
        }
        return found;
    }

    private static void addIfAny(Deque<Throwable> left, @Nullable Throwable next) {
        if (next != null) {
            left.add(next);
        }
    }

    private static FailureKind ofOne(Throwable failure) {
        if (isRejection(failure)) {
            return FailureKind.PASSWORD_REJECTED;
        }
        if (isServerFull(failure)) {
            return FailureKind.SERVER_FULL;
        }
        if (failure instanceof SocketTimeoutException
                || failure instanceof SQLTimeoutException
                || failure instanceof TimeoutException
                || says(failure, "timed out")) {
            return FailureKind.NO_ANSWER;
        }
        boolean refused = failure instanceof ConnectException || isAnswer(failure);
        return refused ? FailureKind.REFUSED : FailureKind.OTHER;
    }

    private static boolean isRejection(Throwable failure) {
        return failure instanceof SQLInvalidAuthorizationSpecException
                || (failure instanceof SQLException sql
                        && (stateOf(sql).startsWith("28") || REJECTIONS.contains(sql.getErrorCode())));
    }

    /** Returns whether the server has no free session: for all users, or for this user or database. */
    private static boolean isServerFull(Throwable failure) {
        return failure instanceof SQLException sql
                && (stateOf(sql).equals(TOO_MANY_CONNECTIONS)
                        || FULL_LISTENERS.contains(sql.getErrorCode())
                        || FULL_SERVERS.contains(stateOf(sql) + " " + sql.getErrorCode()));
    }

    /** Returns whether only a server sends this state: the server was reached and refused the login. */
    private static boolean isAnswer(Throwable failure) {
        return failure instanceof SQLException sql
                && (stateOf(sql).startsWith("53")
                        || stateOf(sql).startsWith("57")
                        || stateOf(sql).startsWith("3D")
                        || stateOf(sql).startsWith("42")
                        || stateOf(sql).equals("08004"));
    }

    private static String stateOf(SQLException failure) {
        return failure.getSQLState() == null ? "" : failure.getSQLState();
    }

    private static boolean says(Throwable failure, String words) {
        String message = failure.getMessage();
        return message != null && message.toLowerCase(Locale.ROOT).contains(words);
    }
}
