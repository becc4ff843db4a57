package dev.sluice.access;

import dev.sluice.access.AuditEvent.ChangeOutcome;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides whether a requester has a permission, and audits changes and denials. Thread-safe. */
public final class Guard {

    /** The operation of a failed login. */
    public static final String LOGIN = "login";

    private final AuditTrail trail;

    /**
     * @param trail gets each change and each denial
     */
    public Guard(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * Returns if the requester has the role for the pool.
     *
     * @param pool name of the pool, or null if the permission concerns no pool, or all
     * @param operation the name of the request, for the audit log
     * @throws AccessDenied if not; the denial is in the audit log
     */
    public void require(Requester requester, Role role, @Nullable String pool, String operation) {
        try {
            requester.require(role, pool);
        } catch (AccessDenied e) {
            throw denied(requester, operation, pool, e);
        }
    }

    /**
     * Returns if the requester has the role for at least one pool.
     *
     * @param operation the name of the request, for the audit log
     * @throws AccessDenied if not; the denial is in the audit log
     */
    public void requireRole(Requester requester, Role role, String operation) {
        try {
            requester.requireRole(role);
        } catch (AccessDenied e) {
            throw denied(requester, operation, null, e);
        }
    }

    /**
     * Audits a failed login.
     *
     * @param name the tried name, or empty text; it is not repeated if it cannot be a name
     */
    public void loginFailed(Requester requester, String name, String why) {
        refused(requester, LOGIN, name, why);
    }

    /**
     * Audits a request that is refused for another reason than a missing permission, such as its origin. A log that cannot
     * be written does not help the sender.
     *
     * @param target name of the pool, or of another thing, or empty text
     */
    public void refused(Requester requester, String operation, String target, String why) {
        try {
            trail.write(AuditEvent.denied(requester, operation, target, why));
        } catch (AuditUnavailable e) {
            // refused all the same, and the trail has logged its fault
        }
    }

    /**
     * Audits a denial that the caller has found, and returns its reason.
     *
     * @param pool name of the pool, or null
     */
    public AccessDenied denied(Requester requester, String operation, @Nullable String pool, AccessDenied why) {
        try {
            trail.write(AuditEvent.denied(requester, operation, pool == null ? "" : pool, why));
        } catch (AuditUnavailable e) {
            why.addSuppressed(e); // denied all the same
        }
        return why;
    }

    /**
     * Begins the record of a change.
     *
     * @param target name of the pool, or of another thing that is changed
     * @param id id of the operation, or null
     * @param parameters the shown parameters
     * @param values returns the values that the change concerns, by name
     * @throws AuditUnavailable if the record cannot be written; the caller must not make the change
     */
    public AuditedChange begin(
            Requester requester,
            String operation,
            String target,
            @Nullable String id,
            Map<String, String> parameters,
            Supplier<Map<String, String>> values) {
        return new AuditedChange(trail, AuditEvent.begun(requester, operation, target, id, parameters), values);
    }

    /**
     * Makes a change that takes no time, and records it. The caller has checked the permission.
     *
     * @throws AuditUnavailable if the change cannot be audited; nothing has changed
     */
    public <T extends @Nullable Object> T record(
            Requester requester,
            String operation,
            String target,
            @Nullable String id,
            Supplier<Map<String, String>> values,
            Supplier<T> work) {
        AuditedChange change = begin(requester, operation, target, id, Map.of(), values);
        try {
            T made = work.get();
            change.end(ChangeOutcome.SUCCEEDED, null);
            return made;
        } catch (RuntimeException | Error e) {
            change.end(ChangeOutcome.FAILED, String.valueOf(e.getMessage()));
            throw e;
        }
    }
}
