package dev.sluice.pool;

import dev.sluice.pool.operation.OperationName;
import org.jspecify.annotations.Nullable;

/**
 * The purpose of a creation. Immutable.
 *
 * @param kind the kind of the purpose
 * @param operation the operation that creates the resource, or null for all other kinds
 */
public record CreationPurpose(Kind kind, @Nullable OperationName operation) {

    /** The kinds of purposes, each with the word for it in events. */
    public enum Kind {
        /** Resources that are created when a pool starts. */
        INITIAL("initial"),
        /** A resource for which a caller waits. */
        DEMAND("demand"),
        /** Resources up to the minimum. */
        MINIMUM("minimum"),
        /** A resource whose creation shows whether the pool can serve. */
        PROBE("probe"),
        /** The replacement of a resource. */
        RENEW("renew"),
        /** The replacement of a resource shortly before the end of its lifetime. */
        REPLACEMENT("replacement"),
        /** Resources that a warm-up by the policy creates. */
        WARM_UP("warm-up"),
        /** Resources that an operation creates; the word is the name of the operation. */
        OPERATION("operation");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    static final CreationPurpose INITIAL = new CreationPurpose(Kind.INITIAL, null);
    static final CreationPurpose DEMAND = new CreationPurpose(Kind.DEMAND, null);
    static final CreationPurpose MINIMUM = new CreationPurpose(Kind.MINIMUM, null);
    static final CreationPurpose PROBE = new CreationPurpose(Kind.PROBE, null);
    static final CreationPurpose RENEW = new CreationPurpose(Kind.RENEW, null);

    static final CreationPurpose REPLACEMENT = new CreationPurpose(Kind.REPLACEMENT, null);

    static final CreationPurpose WARM_UP = new CreationPurpose(Kind.WARM_UP, null);

    /** Returns the purpose of resources that the operation creates. */
    static CreationPurpose of(OperationName operation) {
        return new CreationPurpose(Kind.OPERATION, operation);
    }

    /** Returns the word for the purpose in events: for an operation, the name of the operation. */
    public String text() {
        return operation == null ? kind.text : operation.text();
    }

    /** Returns whether an operator has ordered the creation. */
    public boolean isOrdered() {
        return kind == Kind.OPERATION || kind == Kind.RENEW;
    }

    boolean isDemand() {
        return kind == Kind.DEMAND;
    }
}
