/**
 * Batches as people order and operate them: what is to be done with which jobs over which pool, the batches that run and
 * have run, and what can be done with each. Every surface, command line, REST and JMX, is a view of this.
 */
@NullMarked
package dev.sluice.batch.control;

import org.jspecify.annotations.NullMarked;
