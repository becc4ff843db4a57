/**
 * Meters for Micrometer, for every pool during its life. Their names are those of Agroal, those of OpenTelemetry's
 * conventions for databases, and names of Sluice for its own statistics. The meters read counters of the pools; no
 * value is measured a second time.
 */
@NullMarked
package dev.sluice.adapter.metrics;

import org.jspecify.annotations.NullMarked;
