package dev.sluice.pool.store;

/**
 * Keeps what comes first in a subclass off the cache line of whatever lies before it in memory: two cores would
 * fight for a line that two slots share.
 */
abstract class Padding {

    @SuppressWarnings({"unused", "MultiVariableDeclaration"})
    private long p1, p2, p3, p4, p5, p6, p7, p8;
}
