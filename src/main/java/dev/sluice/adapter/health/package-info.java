/**
 * What Kubernetes and others that speak MicroProfile Health are told: whether the process lives, whether the
 * pools can do their work, whether they are warm. It comes from what the pools know of themselves; no check
 * leases a connection, or waits for a database for longer than {@code probe-wait}.
 */
@NullMarked
package dev.sluice.adapter.health;

import org.jspecify.annotations.NullMarked;
