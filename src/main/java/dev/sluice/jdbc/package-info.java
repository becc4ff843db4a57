/**
 * Agroal behind the gate. {@link dev.sluice.jdbc.AgroalStore} makes Agroal a store of physical connections
 * that is never asked to wait, choose or grow by itself; {@link dev.sluice.jdbc.ManagedDataSource} is what
 * applications inject; {@link dev.sluice.jdbc.JdbcPool} puts the two together.
 */
@NullMarked
package dev.sluice.jdbc;

import org.jspecify.annotations.NullMarked;
