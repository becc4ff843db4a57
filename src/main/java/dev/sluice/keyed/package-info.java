/**
 * Pools with one resource for each key, shared by all callers of the key. A place of a {@link
 * dev.sluice.pool.ManagedPool} is the right to have one resource open. The gate therefore decides which caller may
 * open the next resource, and all operations of pools apply. Callers of one key wait together; a worker calls the
 * factory once.
 */
@NullMarked
package dev.sluice.keyed;

import org.jspecify.annotations.NullMarked;
