/**
 * The wiring: the one place that knows CDI, the configuration and every other adapter. It opens the pools that
 * the configuration names and those that Quarkus brings, puts managed data sources where applications inject
 * theirs, and starts and ends everything with the application.
 */
@NullMarked
package dev.sluice.adapter.quarkus;

import org.jspecify.annotations.NullMarked;
