package dev.sluice.pool.leak;

/** When a pool captures the stacks of those who acquire, which costs more than all the rest of an acquire. */
public enum LeakStacks {
    /** Never, nor is any stack told with a leak. */
    OFF,
    /**
     * For a while after a leak that carried none: the first leak of a pool tells where its holder is, those that
     * follow where they were acquired.
     */
    SUSPECTS,
    /** Always. */
    ALL
}
