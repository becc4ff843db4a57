package dev.sluice.access;

/** The audit log cannot be written, so no change is made. */
public final class AuditUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * @param message the file and the reason
     */
    public AuditUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
