/**
 * The recent past of a pool in a bounded ring: sizes, waiters, rates and waits at intervals. A timer adds a sample from
 * the counters that exist anyway; callers and holders never meet this package.
 */
@NullMarked
package dev.sluice.pool.history;

import org.jspecify.annotations.NullMarked;
