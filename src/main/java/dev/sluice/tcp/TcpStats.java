package dev.sluice.tcp;

/**
 * A snapshot of the connections of a pool; what a pool of any kind counts is in {@link dev.sluice.pool.PoolStats}.
 * Immutable. The counters never decrease.
 *
 * @param size connections, in whatever state
 * @param connected how many of them can be used now
 * @param lent how many are leased
 * @param reconnects connections that were there again after they had broken
 * @param dialFailures attempts to dial that failed, on all addresses
 * @param ioErrors connections that broke in a read or a write, or while they were idle
 */
public record TcpStats(int size, int connected, int lent, long reconnects, long dialFailures, long ioErrors) {}
