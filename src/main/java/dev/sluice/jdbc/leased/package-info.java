/**
 * The JDBC objects that a caller reaches from a leased connection. Each of them names the caller's own connection. So
 * the pool notices changes through it, and the connection is closed after the lease. Objects inside a value, such as
 * the rows of an array, and objects that a caller unwraps are the driver's own.
 */
@NullMarked
package dev.sluice.jdbc.leased;

import org.jspecify.annotations.NullMarked;
