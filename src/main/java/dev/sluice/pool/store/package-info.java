/**
 * Selects the resource of an admitted caller. {@link dev.sluice.pool.store.Slots} keeps the resources in order of
 * creation and is the supply of the gate. {@link dev.sluice.pool.store.Room} bounds their number. A kind of resource
 * implements {@link dev.sluice.pool.store.Store}.
 */
@NullMarked
package dev.sluice.pool.store;

import org.jspecify.annotations.NullMarked;
