/** Batches over JDBC pools: each chunk is one transaction, over a connection that is leased for it alone. */
@NullMarked
package dev.sluice.batch.jdbc;

import org.jspecify.annotations.NullMarked;
