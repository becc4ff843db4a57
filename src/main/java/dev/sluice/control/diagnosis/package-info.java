/**
 * The answer to the question why a pool is slow: groups of holders, the bottleneck with its numbers, and the next
 * operations with the results of their dry runs. Rules are functions of the evidence, without time and threads.
 */
@NullMarked
package dev.sluice.control.diagnosis;

import org.jspecify.annotations.NullMarked;
