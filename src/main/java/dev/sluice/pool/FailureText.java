package dev.sluice.pool;

/**
 * The text of a failure. A store whose far side quotes secrets removes them from its failures, see {@link
 * dev.sluice.pool.store.Store}; so the text is shown as it is.
 */
final class FailureText {

    private FailureText() {}

    /** Returns the message of a failure, or its type if it has none. */
    static String of(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }
}
