package dev.sluice.batch.distributed;

import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.JobSource;
import dev.sluice.batch.rows.Row;

/**
 * A batch to be stored and then watched.
 *
 * @param id name of the batch in all processes; an existing batch of that name continues
 * @param definition its definition
 * @param source the source of its jobs; only this process reads it, and not at all if the jobs are already stored
 * @param plan the permitted outage of the database
 */
public record Submission(String id, Definition definition, JobSource<Row> source, BatchPlan plan) {}
