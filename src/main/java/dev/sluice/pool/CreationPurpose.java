package dev.sluice.pool;

/**
 * The purpose of a creation.
 *
 * @param text the words for it in events: for an operation, the name of the operation
 */
record CreationPurpose(Kind kind, String text) {

    /** The kinds of purposes. */
    enum Kind {
        /** Resources that are created when a pool starts. */
        INITIAL,
        /** A resource for which a caller waits. */
        DEMAND,
        /** Resources up to the minimum. */
        MINIMUM,
        /** A resource that shows whether the pool can serve. */
        PROBE,
        /** The replacement of a resource. */
        RENEW,
        /** Resources that an operation creates. */
        OPERATION
    }

    static final CreationPurpose INITIAL = new CreationPurpose(Kind.INITIAL, "initial");
    static final CreationPurpose DEMAND = new CreationPurpose(Kind.DEMAND, "demand");
    static final CreationPurpose MINIMUM = new CreationPurpose(Kind.MINIMUM, "minimum");
    static final CreationPurpose PROBE = new CreationPurpose(Kind.PROBE, "probe");
    static final CreationPurpose RENEW = new CreationPurpose(Kind.RENEW, "renew");

    /** Returns the purpose of resources that the operation creates. */
    static CreationPurpose of(String operation) {
        return new CreationPurpose(Kind.OPERATION, operation);
    }

    boolean isDemand() {
        return kind == Kind.DEMAND;
    }
}
