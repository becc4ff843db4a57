/**
 * Spans of OpenTelemetry for acquires and operations. This package alone uses the API of OpenTelemetry, which is
 * optional. Without a real tracer, pools have no tracer, and nothing is added to the cost of a lease.
 */
@NullMarked
package dev.sluice.adapter.telemetry;

import org.jspecify.annotations.NullMarked;
