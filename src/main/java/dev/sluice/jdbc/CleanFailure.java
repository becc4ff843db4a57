package dev.sluice.jdbc;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Removes secrets from failures of drivers. A failure that quotes none stays the same object. Otherwise a copy takes
 * its place: an exception of the JDK of the same kind, with the same SQLSTATE, code and stack, and with causes that are
 * clean, too.
 */
final class CleanFailure {

    private static final int MOST_CAUSES = 32;

    private final KnownSecrets secrets;

    private CleanFailure(KnownSecrets secrets) {
        this.secrets = secrets;
    }

    /** A call of a driver. */
    @FunctionalInterface
    interface FailingCall<T> {
        T run() throws Exception;
    }

    /** Makes a call whose failure quotes no secret. */
    static <T> T of(KnownSecrets secrets, FailingCall<T> call) throws SQLException {
        try {
            return call.run();
        } catch (Throwable t) {
            throw CleanFailure.<RuntimeException>rethrown(of(secrets, t));
        }
    }

    /** Returns the failure, or its copy without secrets. */
    static Throwable of(KnownSecrets secrets, Throwable failure) {
        CleanFailure clean = new CleanFailure(secrets);
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return clean.isClean(failure, seen) ? failure : clean.copy(failure, 0);
    }

    /** Runs a statement of a setting. Its failure does not have the driver's message, which may quote the statement. */
    static void ofStatement(SetupFailed.SetupStep statement) throws SQLException {
        try {
            statement.run();
        } catch (SQLException | RuntimeException e) {
            throw withoutMessage(e);
        }
    }

    /** Returns a failure of the same SQLSTATE, code and stack, with the type of the original in place of its message. */
    static SQLException withoutMessage(Throwable failure) {
        SQLException shown = failure instanceof SQLException sql
                ? new SQLException(summary(sql), sql.getSQLState(), sql.getErrorCode())
                : new SQLException(summary(failure));
        shown.setStackTrace(failure.getStackTrace());
        return shown;
    }

    /** Throws the failure, checked or not. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the compiler takes it for an unchecked one
    private static <E extends Throwable> RuntimeException rethrown(Throwable failure) throws E {
        throw (E) failure;
    }

    private boolean isClean(@Nullable Throwable failure, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return true;
        }
        String message = failure.getMessage();
        boolean isClean = message == null || message.equals(secrets.clean(message));
        for (Throwable suppressed : failure.getSuppressed()) {
            isClean &= isClean(suppressed, seen);
        }
        return isClean
                && isClean(failure.getCause(), seen)
                && (!(failure instanceof SQLException sql) || isClean(sql.getNextException(), seen));
    }

    private Throwable copy(Throwable failure, int depth) {
        String message = failure.getMessage() == null ? null : secrets.clean(failure.getMessage());
        String text = message == null ? summary(failure) : message;
        Throwable next = failure.getCause();
        Throwable cause = next == null || depth > MOST_CAUSES ? null : copy(next, depth + 1);
        Throwable copy =
                failure instanceof SQLException sql ? copy(sql, text, cause) : copyOfOther(failure, text, cause);
        copy.setStackTrace(failure.getStackTrace());
        if (depth <= MOST_CAUSES) {
            for (Throwable suppressed : failure.getSuppressed()) {
                copy.addSuppressed(copy(suppressed, depth + 1));
            }
            if (failure instanceof SQLException sql
                    && sql.getNextException() != null
                    && copy instanceof SQLException copied) {
                copied.setNextException((SQLException) copy(sql.getNextException(), depth + 1));
            }
        }
        return copy;
    }

    private static SQLException copy(SQLException e, String text, @Nullable Throwable cause) {
        String state = e.getSQLState();
        int code = e.getErrorCode();
        if (e instanceof SetupFailed) {
            return new SetupFailed(text, state, code, cause);
        }
        if (e instanceof SQLTimeoutException) {
            return new SQLTimeoutException(text, state, code, cause);
        }
        if (e instanceof SQLTransientConnectionException) {
            return new SQLTransientConnectionException(text, state, code, cause);
        }
        if (e instanceof SQLTransientException) {
            return new SQLTransientException(text, state, code, cause);
        }
        if (e instanceof SQLInvalidAuthorizationSpecException) {
            return new SQLInvalidAuthorizationSpecException(text, state, code, cause);
        }
        if (e instanceof SQLNonTransientConnectionException) {
            return new SQLNonTransientConnectionException(text, state, code, cause);
        }
        if (e instanceof SQLNonTransientException) {
            return new SQLNonTransientException(text, state, code, cause);
        }
        return e instanceof SQLRecoverableException
                ? new SQLRecoverableException(text, state, code, cause)
                : new SQLException(text, state, code, cause);
    }

    private static Throwable copyOfOther(Throwable e, String text, @Nullable Throwable cause) {
        Throwable copy;
        if (e instanceof SocketTimeoutException) {
            copy = new SocketTimeoutException(text);
        } else if (e instanceof ConnectException) {
            copy = new ConnectException(text);
        } else if (e instanceof UnknownHostException) {
            copy = new UnknownHostException(text);
        } else if (e instanceof IOException) {
            copy = new IOException(text);
        } else if (e instanceof TimeoutException) {
            copy = new TimeoutException(text);
        } else if (e instanceof IllegalArgumentException) {
            copy = new IllegalArgumentException(text);
        } else if (e instanceof RuntimeException) {
            copy = new IllegalStateException(text);
        } else {
            copy = e instanceof Error ? new Error(text) : new Exception(text);
        }
        return cause == null ? copy : copy.initCause(cause);
    }

    /** Returns the kind of a failure without its message. */
    private static String summary(Throwable failure) {
        String type = failure.getClass().getSimpleName();
        return failure instanceof SQLException sql
                ? type + ", SQLSTATE " + sql.getSQLState() + ", code " + sql.getErrorCode()
                        + " (the message is not shown, because it may quote a secret)"
                : type + " (the message is not shown, because it may quote a secret)";
    }
}
