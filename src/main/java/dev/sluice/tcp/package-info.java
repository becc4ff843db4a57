/**
 * A pool of connections to one TCP endpoint. Each of a fixed number of sockets is kept connected, and dialled again
 * when it breaks, while callers wait up to their own timeout. The pool is a {@link dev.sluice.pool.ManagedPool}, with
 * all its operations.
 */
@NullMarked
package dev.sluice.tcp;

import org.jspecify.annotations.NullMarked;
