/**
 * The rows that a batch works on, from CSV or NDJSON, and the statement that wants their columns by name. Read one at a
 * time, in bounded memory. No message of this package shows a value: values may be personal.
 */
@NullMarked
package dev.sluice.batch.rows;

import org.jspecify.annotations.NullMarked;
