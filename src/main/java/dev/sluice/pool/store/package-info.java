/**
 * Which resource an admitted caller gets. {@link dev.sluice.pool.store.Slots} keeps the resources in order
 * of creation and is the supply of the gate; {@link dev.sluice.pool.store.Room} bounds their number;
 * {@link dev.sluice.pool.store.Store} is what a kind of resource has to provide.
 */
@NullMarked
package dev.sluice.pool.store;

import org.jspecify.annotations.NullMarked;
