package dev.sluice.bench;

/** A scenario cannot be measured in this run, in no round. The message is the reason, for the table. */
final class NotMeasuredException extends Exception {

    private static final long serialVersionUID = 1;

    private final String details;

    /**
     * Creates it.
     *
     * @param reason a few words
     * @param details where a reader finds more, for the list of problems
     */
    NotMeasuredException(String reason, String details) {
        super("not measured: " + reason);
        this.details = details;
    }

    String details() {
        return details;
    }
}
