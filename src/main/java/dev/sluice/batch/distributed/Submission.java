package dev.sluice.batch.distributed;

import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.JobSource;
import dev.sluice.batch.rows.Row;

/**
 * A batch that is to be stored and then watched.
 *
 * @param id what it is called, wherever it is worked on; one of that name that is there already is gone on with
 * @param definition what it does
 * @param source where its jobs come from; it is read by this process alone, and not at all if they are stored already
 * @param plan for how long the database may be away
 */
public record Submission(String id, Definition definition, JobSource<Row> source, BatchPlan plan) {}
