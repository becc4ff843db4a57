package dev.sluice.batch.distributed;

/** Reports content of the database that is damaged or written by another version. The message shows no value. */
final class CannotRead extends Exception {

    private static final long serialVersionUID = 1L;

    CannotRead(String message, Throwable cause) {
        super(message, cause);
    }
}
