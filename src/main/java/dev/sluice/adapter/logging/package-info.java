/**
 * Log lines for the events of pools: a category for each pool, {@code dev.sluice.pool.<name>}, and numbered messages.
 * Lines about single connections have level DEBUG, or INFO while the pool is verbose.
 */
@NullMarked
package dev.sluice.adapter.logging;

import org.jspecify.annotations.NullMarked;
