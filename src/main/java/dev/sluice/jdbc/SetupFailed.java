package dev.sluice.jdbc;

import dev.sluice.pool.store.ConnectedFirst;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reports that a session was opened, but a step of its set-up failed. The message names the step. SQLSTATE and error
 * code come from the cause.
 */
final class SetupFailed extends SQLException implements ConnectedFirst {

    private static final long serialVersionUID = 1L;

    private static final int MOST_CAUSES = 32;
    private static final String UNKNOWN_STEP = "its set-up";
    private static final String AGROAL_SETUP = "io.agroal.pool.ConnectionFactory";

    SetupFailed(String step, Throwable cause) {
        super("connected, but " + step + " failed: " + words(cause), stateOf(cause), codeOf(cause), cause);
    }

    /** Creates a copy of another such failure, with other texts. */
    SetupFailed(String message, @Nullable String state, int code, @Nullable Throwable cause) {
        super(message, state, code, cause);
    }

    /** A step of a set-up. */
    @FunctionalInterface
    interface SetupStep {
        void run() throws SQLException;
    }

    /** Runs a step of a set-up. */
    static void run(String name, SetupStep step) throws SetupFailed {
        try {
            step.run();
        } catch (SQLException | RuntimeException e) {
            throw new SetupFailed(name, e);
        }
    }

    /** Wraps a failure of the set-up that Agroal does, or of an interceptor that Agroal calls. */
    static SetupFailed inAgroal(Throwable failure) {
        return new SetupFailed(stepOf(failure), failure);
    }

    /** Returns the failed step from the stack trace of the failure, because Agroal does not report it. */
    private static String stepOf(Throwable failure) {
        Throwable next = failure;
        for (int i = 0; next != null && i < MOST_CAUSES; i++) {
            String step = stepIn(next.getStackTrace());
            if (step != null) {
                return step;
            }
            next = next.getCause();
        }
        return UNKNOWN_STEP;
    }

    private static @Nullable String stepIn(StackTraceElement[] stack) {
        for (int i = 1; i < stack.length; i++) {
            StackTraceElement called = stack[i - 1];
            if (stack[i].getClassName().equals(PairedInterceptor.class.getName())) {
                return "interceptor " + called.getClassName();
            }
            if (stack[i].getClassName().equals(AGROAL_SETUP)) {
                return settingOf(called.getMethodName());
            }
        }
        return null;
    }

    private static String settingOf(String method) {
        return switch (method) {
            case "setAutoCommit" -> "autocommit";
            case "setReadOnly" -> "read-only";
            case "setTransactionIsolation", "getTransactionIsolation" -> "isolation";
            default -> UNKNOWN_STEP;
        };
    }

    private static String words(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }

    private static @Nullable String stateOf(Throwable cause) {
        return cause instanceof SQLException sql ? sql.getSQLState() : null;
    }

    private static int codeOf(Throwable cause) {
        return cause instanceof SQLException sql ? sql.getErrorCode() : 0;
    }
}
