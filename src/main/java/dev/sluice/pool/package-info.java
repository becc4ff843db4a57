/**
 * Managed pools: gate, slots, lifecycle and events. Every operation, statistic and rule is written here once, for
 * resources of any kind. {@link dev.sluice.pool.ManagedPool} has the public methods of a pool.
 */
@NullMarked
package dev.sluice.pool;

import org.jspecify.annotations.NullMarked;
