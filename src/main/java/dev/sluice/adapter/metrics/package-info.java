/**
 * Meters for Micrometer, of every pool there is, from its coming to its going: under the names that users of
 * Agroal know, under those of OpenTelemetry's conventions for databases, and under our own for what only we
 * have. They read what the pools count anyway; nothing is measured a second time.
 */
@NullMarked
package dev.sluice.adapter.metrics;

import org.jspecify.annotations.NullMarked;
