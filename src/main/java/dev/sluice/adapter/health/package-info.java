/**
 * The health checks for Kubernetes and other clients of MicroProfile Health: the process lives, the pools can do their
 * work, the pools are warm. The answers are the pools' own state; no check leases a connection, or waits for a database
 * for longer than {@code probe-wait}.
 */
@NullMarked
package dev.sluice.adapter.health;

import org.jspecify.annotations.NullMarked;
