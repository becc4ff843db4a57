/**
 * Orders and operations of batches: the work, its jobs and its pool, and the registry of batches that run or have
 * ended. The command line, REST and JMX are derived from this package.
 */
@NullMarked
package dev.sluice.batch.control;

import org.jspecify.annotations.NullMarked;
