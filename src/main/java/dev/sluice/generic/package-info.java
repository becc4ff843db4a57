/**
 * Pools of any resources that a factory creates, with the settings, counters and errors that are usual for such pools.
 * {@link dev.sluice.generic.GenericPool} is the entry point. Each has a {@link dev.sluice.pool.ManagedPool} behind it,
 * with all operations of a pool.
 */
@NullMarked
package dev.sluice.generic;

import org.jspecify.annotations.NullMarked;
