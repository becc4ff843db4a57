/** The refusals of a pool: one exception for each outcome, with the pool's name and the numbers. */
@NullMarked
package dev.sluice.pool.failure;

import org.jspecify.annotations.NullMarked;
