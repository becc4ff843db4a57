package dev.sluice.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.access.AuditEvent.ChangeOutcome;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Selects lines of an audit log. A null selects every value.
 *
 * @param who name of the requester
 * @param operation name of the operation
 * @param target name of the pool or other target
 * @param outcome the outcome in lower case
 * @param since lines from this time on
 * @param until lines before this time
 * @param before lines before this position
 * @param kind lines of this kind
 */
public record AuditFilter(
        @Nullable String who,
        @Nullable String operation,
        @Nullable String target,
        @Nullable String outcome,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable AuditPosition before,
        @Nullable AuditKind kind) {

    /** Selects every line. */
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null, null, null);

    /** Returns whether lines of this kind may be selected. */
    boolean selects(AuditKind its) {
        return (kind == null || kind == its)
                && (outcome == null || outcome.equals(ChangeOutcome.DENIED.word()) == (its == AuditKind.DENIAL));
    }

    boolean selects(AuditKind its, JsonNode line) {
        return is(who, line, "who")
                && is(operation, line, "operation")
                && is(target, line, "target")
                && is(outcome, line, "outcome")
                && (before == null || before.isAfter(its, line.path("number").asLong()))
                && isInTime(line);
    }

    private static boolean is(@Nullable String wanted, JsonNode line, String field) {
        return wanted == null || wanted.equals(line.path(field).asText());
    }

    private boolean isInTime(JsonNode line) {
        if (since == null && until == null) {
            return true;
        }
        try {
            Instant time = Instant.parse(line.path("time").asText());
            return (since == null || !time.isBefore(since)) && (until == null || time.isBefore(until));
        } catch (DateTimeException e) {
            return false;
        }
    }
}
