package dev.sluice.batch.distributed;

/** What is in the database is not what was written there, or another version has written it. The message has no value. */
final class CannotRead extends Exception {

    private static final long serialVersionUID = 1L;

    CannotRead(String message, Throwable cause) {
        super(message, cause);
    }
}
