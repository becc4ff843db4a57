package dev.sluice.batch.jdbc;

/** A value is none of that type. The message says what it is not, without the value. */
final class UnsuitableValue extends Exception {

    private static final long serialVersionUID = 1L;

    UnsuitableValue(String message) {
        super(message, null, false, false);
    }
}
