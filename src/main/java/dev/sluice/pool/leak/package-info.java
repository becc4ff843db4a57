/** Leases that are held for too long: their holders, and the stacks of their acquires. Independent of pools. */
@NullMarked
package dev.sluice.pool.leak;

import org.jspecify.annotations.NullMarked;
