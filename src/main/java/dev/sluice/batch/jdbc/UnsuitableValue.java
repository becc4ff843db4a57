package dev.sluice.batch.jdbc;

/** Reports a value that does not fit its type. The message names the rule, without the value. */
final class UnsuitableValue extends Exception {

    private static final long serialVersionUID = 1L;

    UnsuitableValue(String message) {
        super(message, null, false, false);
    }
}
