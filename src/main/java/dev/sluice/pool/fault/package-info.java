/** Faults that an operator injects into a pool, to see what its callers do then: rules, and their matching. */
@NullMarked
package dev.sluice.pool.fault;

import org.jspecify.annotations.NullMarked;
