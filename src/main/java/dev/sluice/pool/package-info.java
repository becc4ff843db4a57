/**
 * What a managed pool is: a gate, slots, a lifecycle and events. Every operation, statistic and rule is
 * written here once, for resources of any kind; {@link dev.sluice.pool.ManagedPool} is the way in.
 */
@NullMarked
package dev.sluice.pool;

import org.jspecify.annotations.NullMarked;
