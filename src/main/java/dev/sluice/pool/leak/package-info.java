/**
 * What can be told of leases that are out for too long: who has them, and where they were acquired. Knows nothing of
 * pools.
 */
@NullMarked
package dev.sluice.pool.leak;

import org.jspecify.annotations.NullMarked;
