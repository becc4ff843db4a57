/**
 * What happens in the pools, as lines in the log: a category for each pool, {@code dev.sluice.pool.<name>}, and
 * numbered messages. Lines about single connections are written at level DEBUG, or at INFO while the pool is verbose.
 */
@NullMarked
package dev.sluice.adapter.logging;

import org.jspecify.annotations.NullMarked;
