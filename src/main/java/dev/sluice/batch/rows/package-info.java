/**
 * The rows that a batch works on, from CSV or NDJSON, and the statement that wants their columns by name. Read one at a
 * time, in bounded memory. No message of this package shows a value: those may be anybody's data.
 */
@NullMarked
package dev.sluice.batch.rows;

import org.jspecify.annotations.NullMarked;
