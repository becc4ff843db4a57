/**
 * The gate in front of data sources that other code creates with Agroal, outside Quarkus. Agroal finds it through the
 * {@link java.util.ServiceLoader}; {@code sluice.agroal.gate=true} switches it on. This package is wiring, like {@code
 * adapter.quarkus}.
 */
@NullMarked
package dev.sluice.adapter.agroal;

import org.jspecify.annotations.NullMarked;
