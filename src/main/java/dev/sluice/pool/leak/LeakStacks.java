package dev.sluice.pool.leak;

/** The acquires whose stacks a pool captures. A capture costs more than the rest of an acquire. */
public enum LeakStacks {
    /** No acquire captures its stack, and leak reports have no stack. */
    OFF,
    /**
     * Acquires capture their stacks for up to an hour after a leak without a stack. So the report of the first leak has
     * the present stack of its holder. Reports of later leaks have the stack of the acquire.
     */
    SUSPECTS,
    /** Every acquire captures its stack. */
    ALL
}
