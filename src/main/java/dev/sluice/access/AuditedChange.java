package dev.sluice.access;

import dev.sluice.access.AuditEvent.ChangeOutcome;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A change from its first line in the audit log to its last. Thread-safe. */
public final class AuditedChange {

    private final AuditTrail trail;
    private final AuditEvent begun;
    private final Supplier<Map<String, String>> values;
    private final Map<String, String> before;
    private final AtomicBoolean ended = new AtomicBoolean();

    AuditedChange(AuditTrail trail, AuditEvent begun, Supplier<Map<String, String>> values) {
        this.trail = trail;
        this.begun = begun;
        this.values = values;
        this.before = values.get();
        trail.write(begun);
    }

    /** Writes the end of the change, with the values before and after it. Only the first call has an effect. */
    public void end(ChangeOutcome how, @Nullable String why) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try {
            trail.write(begun.ended(how, before, after(), why));
        } catch (AuditUnavailable e) {
            // The change is made; its first line is in the log. The trail refuses the next change.
        }
    }

    private Map<String, String> after() {
        try {
            return values.get();
        } catch (RuntimeException e) {
            return Map.of(); // the thing that was changed is gone
        }
    }
}
