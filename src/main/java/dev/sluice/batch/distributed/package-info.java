/**
 * Batches that several processes work on. Their chunks are tasks in the database. db-scheduler assigns the tasks, and
 * assigns those of dead processes again. The effect of a chunk and the record of its end are one transaction, as in a
 * batch of one process. A task may therefore be assigned repeatedly.
 */
@NullMarked
package dev.sluice.batch.distributed;

import org.jspecify.annotations.NullMarked;
