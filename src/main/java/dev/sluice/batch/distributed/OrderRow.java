package dev.sluice.batch.distributed;

import org.jspecify.annotations.Nullable;

/**
 * An order as stored in the database.
 *
 * @param id name of the batch
 * @param round number of times that it was ordered again after its end
 * @param definition its definition
 * @param state its state
 * @param problem the reason for its end, or null
 * @param failedJob the job that has ended it, or null
 * @param mark the stored part of its source
 * @param complete whether the source is completely stored
 */
record OrderRow(
        String id,
        int round,
        Definition definition,
        OrderState state,
        @Nullable String problem,
        @Nullable Long failedJob,
        StoringMark mark,
        boolean complete) {}
