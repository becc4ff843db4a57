package dev.sluice.access;

/** The audit log as the control port writes it. Thread-safe. */
@FunctionalInterface
public interface AuditTrail {

    /** The audit log of a process without one. */
    AuditTrail NONE = event -> {};

    /**
     * Writes an event. Returns when the event of a change is on the disk; a denial may be written later.
     *
     * @throws AuditUnavailable if the event of a change cannot be written; the caller must not make the change
     */
    void write(AuditEvent event);
}
