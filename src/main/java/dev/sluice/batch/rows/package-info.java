/**
 * The rows that a batch works on, from CSV or NDJSON, and the statement that refers to their columns by name. Rows are
 * read one at a time, in bounded memory. No message of this package shows a value, because values may be personal.
 */
@NullMarked
package dev.sluice.batch.rows;

import org.jspecify.annotations.NullMarked;
