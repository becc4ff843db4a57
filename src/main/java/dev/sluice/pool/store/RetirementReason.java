package dev.sluice.pool.store;

import org.jspecify.annotations.Nullable;

/**
 * The reason why a resource is taken out of use. The kind decides which counter and which event the pool uses; the text
 * is shown in statistics and events.
 */
public record RetirementReason(Kind kind, String text) {

    /** The kinds of reasons. */
    public enum Kind {
        /** The resource has reached the end of its lifetime. */
        LIFETIME,
        /** The resource was idle for too long. */
        IDLE,
        /** The resource was found not to work. */
        INVALID,
        /** A validation has not ended within its limit. */
        NO_ANSWER,
        /** The resource could not be created. */
        NOT_MADE,
        /** A renewal could not create the replacement first, and will create it after the close. */
        RENEW,
        /** The pool, an operation or a holder has ordered the retirement. */
        ORDERED
    }

    /** The resource has reached the end of its lifetime. */
    public static final RetirementReason LIFETIME = new RetirementReason(Kind.LIFETIME, "lifetime");

    /** The resource was idle for too long. */
    public static final RetirementReason IDLE = new RetirementReason(Kind.IDLE, "idle");

    /** The resource was found not to work; counts as a failed validation. */
    public static final RetirementReason INVALID = new RetirementReason(Kind.INVALID, "invalid");

    /** A validation has not ended within its limit; counts as a failed validation. */
    public static final RetirementReason NO_ANSWER = new RetirementReason(Kind.NO_ANSWER, "no answer");

    /** The resource could not be created, and only its place is given up; counts as a failed creation. */
    public static final RetirementReason NOT_MADE = new RetirementReason(Kind.NOT_MADE, "not made");

    /** A renewal could not create the replacement first, and will create it after the close. */
    public static final RetirementReason RENEW = new RetirementReason(Kind.RENEW, "renew");

    /** The holder, or the first use, has found the resource broken. */
    public static final RetirementReason BROKEN = of("broken");

    /** The state that the last lease left behind could not be reset. */
    public static final RetirementReason NOT_RESET = of("not reset");

    /** The maximum size of the pool was lowered. */
    public static final RetirementReason SHRUNK = of("shrunk");

    /** The number of idle resources exceeded the number to keep. */
    public static final RetirementReason SURPLUS = of("surplus");

    /** An operator resets the pool. */
    public static final RetirementReason RESET = of("reset");

    /** An operator has selected the resource for an expire operation. */
    public static final RetirementReason EXPIRED = of("expired");

    /** Another resource has replaced this one. */
    public static final RetirementReason RENEWED = of("renewed");

    /** An operator drains the pool. */
    public static final RetirementReason DRAINED = of("drained");

    /** The pool has moved to another endpoint. */
    public static final RetirementReason SWITCHED = of("switched");

    /** The pool returns to the credentials that it had before. */
    public static final RetirementReason ROLLED_BACK = of("rolled back");

    /** An operator has broken the lease. */
    public static final RetirementReason RELEASE = of("release");

    /** An operator has broken all leases beyond the leak threshold. */
    public static final RetirementReason LEAKED = of("flush");

    /** The pool is closed. */
    public static final RetirementReason POOL_CLOSED = of("pool closed");

    /** Returns a reason of the kind {@link Kind#ORDERED} with this text; no counter counts it. */
    public static RetirementReason of(String text) {
        return new RetirementReason(Kind.ORDERED, text);
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return text;
    }

    /** Compares as a record does. A generated method would keep the class loader: the JDK remembers its last class. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RetirementReason reason && kind == reason.kind && text.equals(reason.text);
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + text.hashCode();
    }
}
