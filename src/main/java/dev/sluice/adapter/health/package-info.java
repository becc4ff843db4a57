/**
 * The health checks for Kubernetes and other clients of MicroProfile Health: liveness of the process, readiness and
 * warm-up of the pools. The answers are the pools' own state. No check leases a connection, or waits for a database for
 * longer than {@code probe-wait}.
 */
@NullMarked
package dev.sluice.adapter.health;

import org.jspecify.annotations.NullMarked;
