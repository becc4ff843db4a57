/**
 * Agroal behind the gate. {@link dev.sluice.jdbc.AgroalStore} makes Agroal a store of physical connections that never
 * waits, selects or grows by itself. Applications inject a {@link dev.sluice.jdbc.ManagedDataSource}. {@link
 * dev.sluice.jdbc.JdbcPool} assembles both.
 */
@NullMarked
package dev.sluice.jdbc;

import org.jspecify.annotations.NullMarked;
