package dev.sluice.adapter.jmx.remote;

import dev.sluice.access.AuditEvent;
import dev.sluice.access.AuditEvent.ChangeOutcome;
import dev.sluice.access.AuditTrail;
import dev.sluice.access.AuditUnavailable;
import dev.sluice.access.Requester;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** The refusals of the connector. Each is written to the audit log. Thread-safe. */
final class Denials {

    private static final StackTraceElement[] NO_STACK = {};

    private final AuditTrail trail;

    Denials(AuditTrail trail) {
        this.trail = trail;
    }

    /** Writes a denial to the audit log, and returns it as an exception for the client. */
    SecurityException of(Requester requester, String operation, @Nullable Object target, String reason) {
        write(requester, operation, label(target), reason);
        return exception(reason);
    }

    /** Returns the target in the form of a label, which the audit log shows: {@code dev.sluice:orders/Pool}. */
    private static String label(@Nullable Object target) {
        if (target instanceof ObjectName name) {
            return name.getDomain() + ":"
                    + new TreeMap<>(name.getKeyPropertyList())
                            .values().stream().map(Denials::unquoted).collect(Collectors.joining("/"));
        }
        return target == null ? "" : target.toString();
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? ObjectName.unquote(value) : value;
    }

    /** Returns an exception that a client can read: without a class of Sluice, also in its stack. */
    static SecurityException exception(String reason) {
        SecurityException refusal = new SecurityException(reason);
        refusal.setStackTrace(NO_STACK);
        return refusal;
    }

    private void write(Requester requester, String operation, String target, String reason) {
        try {
            trail.write(new AuditEvent(
                    requester, operation, target, null, Map.of(), Map.of(), Map.of(), ChangeOutcome.DENIED, reason));
        } catch (AuditUnavailable e) {
            // nothing changes, and the audit log itself reports its fault
        }
    }
}
