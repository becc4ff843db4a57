/**
 * What Kubernetes and others that speak MicroProfile Health are told: whether the process lives, whether the
 * pools can do their work, whether they are warm. It comes from what the pools know of themselves; no check
 * waits for a database or takes a connection.
 */
@NullMarked
package dev.sluice.adapter.health;

import org.jspecify.annotations.NullMarked;
