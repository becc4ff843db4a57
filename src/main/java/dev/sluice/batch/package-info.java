/**
 * Batches: many jobs, worked by a few workers over a pool. Plain Java; knows nothing of databases, which are in the
 * {@link dev.sluice.batch.Work} that a run is given.
 */
@NullMarked
package dev.sluice.batch;

import org.jspecify.annotations.NullMarked;
