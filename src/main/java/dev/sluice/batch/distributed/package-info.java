/**
 * Batches that are worked on by every process that has a part in it: their chunks are tasks in the database, which
 * db-scheduler hands out and takes back from processes that have died. What a chunk does and the note that it is done are
 * one transaction, as in a batch of one process, so it does not matter how often a task is handed out.
 */
@NullMarked
package dev.sluice.batch.distributed;

import org.jspecify.annotations.NullMarked;
