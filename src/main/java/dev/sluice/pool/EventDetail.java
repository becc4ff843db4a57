package dev.sluice.pool;

import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.time.SpanText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The particulars of an event, which depend on its type. {@link #text} and {@code toString} return them as text.
 * Immutable.
 */
public sealed interface EventDetail {

    /** Returns the particulars as text. */
    String text();

    /**
     * A text that no program needs to parse: a failure, an endpoint, new settings.
     *
     * @param text the text
     */
    record Words(String text) implements EventDetail {

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * News of a policy.
     *
     * @param policy the name of the policy
     * @param words the change of its state, or its effect
     * @param isEffect whether the policy has affected callers or leases
     */
    record PolicyNote(String policy, String words, boolean isEffect) implements EventDetail {

        @Override
        public String text() {
            return policy + ": " + words;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /**
     * A creation.
     *
     * @param purpose the purpose of the creation
     * @param failure the text of the failure, or null for a success
     */
    record CreationResult(CreationPurpose purpose, @Nullable String failure) implements EventDetail {

        @Override
        public String text() {
            return failure == null ? purpose.text() : purpose.text() + ": " + failure;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /**
     * The end of a resource, or of a lease by force.
     *
     * @param reason the reason
     * @param text the text of the reason, with the failure behind it
     */
    record Retired(RetirementReason reason, String text) implements EventDetail {

        /** Creates a detail with the usual text of the reason. */
        public Retired(RetirementReason reason) {
            this(reason, reason.text());
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * An operation.
     *
     * @param name the name of the operation
     * @param problem the reason why the operation is incomplete, or null
     */
    record OperationResult(OperationName name, @Nullable String problem) implements EventDetail {

        @Override
        public String text() {
            return problem == null ? name.text() : name.text() + ": " + problem;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /**
     * The end of an outage.
     *
     * @param length the length of the outage
     */
    record OutageEnd(Duration length) implements EventDetail {

        @Override
        public String text() {
            return SpanText.rounded(length);
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /**
     * The numbers of the regular check.
     *
     * @param total number of resources that work
     * @param inUse number of leased resources
     * @param expired number of resources that the check has taken out of the pool
     */
    record CheckNumbers(int total, int inUse, int expired) implements EventDetail {

        @Override
        public String text() {
            return "Total: %d, Valid: %d, Available: %d, In use: %d, Expired: %d"
                    .formatted(total, total, total - inUse, inUse, expired);
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
