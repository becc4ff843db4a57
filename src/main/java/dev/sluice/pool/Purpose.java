package dev.sluice.pool;

/**
 * The purpose of a creation.
 *
 * @param text the words for it in events: for an operation, the name of the operation
 */
record Purpose(Kind kind, String text) {

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

    static final Purpose INITIAL = new Purpose(Kind.INITIAL, "initial");
    static final Purpose DEMAND = new Purpose(Kind.DEMAND, "demand");
    static final Purpose MINIMUM = new Purpose(Kind.MINIMUM, "minimum");
    static final Purpose PROBE = new Purpose(Kind.PROBE, "probe");
    static final Purpose RENEW = new Purpose(Kind.RENEW, "renew");

    /** Returns the purpose of resources that the operation creates. */
    static Purpose of(String operation) {
        return new Purpose(Kind.OPERATION, operation);
    }

    boolean isDemand() {
        return kind == Kind.DEMAND;
    }
}
