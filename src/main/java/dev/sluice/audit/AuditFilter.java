package dev.sluice.audit;

import com.fasterxml.jackson.databind.JsonNode;
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
 * @param before lines with a smaller number
 */
public record AuditFilter(
        @Nullable String who,
        @Nullable String operation,
        @Nullable String target,
        @Nullable String outcome,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Long before) {

    /** Selects every line. */
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null, null);

    boolean selects(JsonNode line) {
        return is(who, line, "who")
                && is(operation, line, "operation")
                && is(target, line, "target")
                && is(outcome, line, "outcome")
                && (before == null || line.path("number").asLong() < before)
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
