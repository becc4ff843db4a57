/** Requests of operators to a pool, and their reports. */
@NullMarked
package dev.sluice.pool.operation;

import org.jspecify.annotations.NullMarked;
