package dev.sluice.tcp;

/**
 * A snapshot of the connections of a pool; {@link dev.sluice.pool.PoolStats} has the statistics of all kinds of pools.
 * Immutable. The counters never decrease.
 *
 * @param size connections, in any state
 * @param connected connections that can be used now
 * @param lent leased connections
 * @param reconnects connections that were up again after a break
 * @param dialFailures attempts to connect that failed on all addresses
 * @param ioErrors connections that broke in a read or a write, or while they were idle
 */
public record TcpStats(int size, int connected, int lent, long reconnects, long dialFailures, long ioErrors) {}
