/** What an operator asks of a pool, and what is reported back. */
@NullMarked
package dev.sluice.pool.operation;

import org.jspecify.annotations.NullMarked;
