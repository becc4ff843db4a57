/**
 * Connections to one TCP endpoint as a pool: each of a fixed number of sockets is kept connected, and dialled again when
 * it breaks, under callers that wait for it no longer than they want to. The pool itself is a
 * {@link dev.sluice.pool.ManagedPool}, so everything that can be done to one can be done to this.
 */
@NullMarked
package dev.sluice.tcp;

import org.jspecify.annotations.NullMarked;
