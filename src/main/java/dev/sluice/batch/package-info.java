/**
 * Batches: many jobs, done by a few workers over a pool. Plain Java without knowledge of databases, which belongs to
 * the {@link dev.sluice.batch.Work} of a run.
 */
@NullMarked
package dev.sluice.batch;

import org.jspecify.annotations.NullMarked;
