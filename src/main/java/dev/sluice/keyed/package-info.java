/**
 * One resource for each key, shared by all who ask for the key. A place of a {@link dev.sluice.pool.ManagedPool} is
 * the right to have one resource open, so the gate decides who may open the next one, and everything that can be done
 * to a pool can be done to this one. Callers of one key wait together; the factory is called once, by a worker.
 */
@NullMarked
package dev.sluice.keyed;

import org.jspecify.annotations.NullMarked;
