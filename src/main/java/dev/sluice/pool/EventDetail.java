package dev.sluice.pool;

import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.time.SpanText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The particulars of an event, which depend on its type. {@link #text} and {@code toString} are the words for them.
 * Immutable.
 */
public sealed interface EventDetail {

    /** Returns the particulars in words. */
    String text();

    /**
     * Words that no program needs to understand: a failure, an endpoint, new settings.
     *
     * @param text the words
     */
    record Words(String text) implements EventDetail {

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A creation.
     *
     * @param purpose the purpose of the creation
     * @param failure the failure in words, or null for a success
     */
    record Creation(CreationPurpose purpose, @Nullable String failure) implements EventDetail {

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
     * @param text the reason in words, with the failure behind it
     */
    record Retired(RetirementReason reason, String text) implements EventDetail {

        /** Creates a detail with the usual words for the reason. */
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
    record Operation(OperationName name, @Nullable String problem) implements EventDetail {

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
    record Outage(Duration length) implements EventDetail {

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
    record Numbers(int total, int inUse, int expired) implements EventDetail {

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
