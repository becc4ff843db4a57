package dev.sluice.batch;

/** The text of a failure for people: the message or, without one, the kind of the failure. */
final class ReasonText {

    private ReasonText() {}

    static String of(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
