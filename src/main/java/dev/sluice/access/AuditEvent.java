package dev.sluice.access;

import dev.sluice.value.GivenText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of a pool, or its denial. Immutable. No value is a secret: the caller passes shown parameters only.
 *
 * @param requester who asked
 * @param operation name of the operation
 * @param target name of the pool, or of another thing that is changed
 * @param operationId id of the operation, or null before it has one
 * @param parameters the shown parameters, in their order
 * @param before values before the change, by name; empty if unknown
 * @param after values after the change, by name; empty until it is made
 * @param outcome the outcome
 * @param reason the reason of a denial or failure, or null
 */
public record AuditEvent(
        Requester requester,
        String operation,
        String target,
        @Nullable String operationId,
        Map<String, String> parameters,
        Map<String, String> before,
        Map<String, String> after,
        ChangeOutcome outcome,
        @Nullable String reason) {

    /** The parameter of a denial with the number of denials before it that have no line. */
    static final String LEFT_OUT = "leftOut";

    /** The outcome of a request for a change. */
    public enum ChangeOutcome {
        /** The change begins. A process that dies during the change leaves this event only. */
        BEGUN,
        /** The change is made. */
        SUCCEEDED,
        /** A part of the change is missing. */
        INCOMPLETE,
        /** The change was refused by the pool, or has failed. */
        FAILED,
        /** The change was cancelled. */
        CANCELLED,
        /** The requester has no permission; nothing has changed. */
        DENIED;

        /** Returns the name in lower case, as in the log. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the maps, in their order. A name that a request gave is not repeated if it can be none. */
    public AuditEvent {
        operation = GivenText.label(operation);
        target = GivenText.label(target);
        parameters = copy(parameters);
        before = copy(before);
        after = copy(after);
    }

    private static Map<String, String> copy(Map<String, String> values) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns the event of a change that begins. */
    public static AuditEvent begun(
            Requester requester, String operation, String target, @Nullable String id, Map<String, String> parameters) {
        return new AuditEvent(
                requester, operation, target, id, parameters, Map.of(), Map.of(), ChangeOutcome.BEGUN, null);
    }

    /** Returns the event of a denial. */
    public static AuditEvent denied(Requester requester, String operation, String target, AccessDenied why) {
        return denied(requester, operation, target, String.valueOf(why.getMessage()));
    }

    /** Returns the event of a denial for another reason, such as a failed login. */
    public static AuditEvent denied(Requester requester, String operation, String target, String why) {
        return new AuditEvent(
                requester, operation, target, null, Map.of(), Map.of(), Map.of(), ChangeOutcome.DENIED, why);
    }

    /** Returns the number of denials without a line, which the line of this denial has. */
    public long leftOut() {
        return Long.parseLong(parameters.getOrDefault(LEFT_OUT, "0"));
    }

    /** Returns the same denial with a greater number of denials without a line. */
    public AuditEvent leavingOut(long more) {
        if (more == 0) {
            return this;
        }
        Map<String, String> others = new LinkedHashMap<>(parameters);
        others.put(LEFT_OUT, String.valueOf(leftOut() + more));
        return new AuditEvent(requester, operation, target, operationId, others, before, after, outcome, reason);
    }

    /** Returns the event of the end of the same change. */
    public AuditEvent ended(
            ChangeOutcome how,
            Map<String, String> valuesBefore,
            Map<String, String> valuesAfter,
            @Nullable String why) {
        return new AuditEvent(
                requester, operation, target, operationId, parameters, valuesBefore, valuesAfter, how, why);
    }
}
