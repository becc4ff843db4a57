package dev.sluice.admission;

/** A promise of the gate was broken in a schedule. */
final class ScheduleViolation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScheduleViolation(String what) {
        super(what, null, false, false);
    }
}
