/**
 * Pools of anything that a factory can make, configured, counted and refused in the words in which such pools are
 * usually spoken of; {@link dev.sluice.generic.GenericPool} is the way in. Behind the words is a
 * {@link dev.sluice.pool.ManagedPool}, so all that can be done to a pool can be done to these.
 */
@NullMarked
package dev.sluice.generic;

import org.jspecify.annotations.NullMarked;
