package dev.sluice.batch.distributed;

import org.jspecify.annotations.Nullable;

/**
 * An order as the database has it.
 *
 * @param id what the batch is called
 * @param round counts how often it was ended and ordered again
 * @param definition what it does
 * @param state how it stands
 * @param problem what has ended it, or null
 * @param failedJob the job that has, or null
 * @param mark how far its source is stored
 * @param complete whether that is all
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
