/**
 * The gate in front of data sources that other code makes with Agroal, outside Quarkus: found by Agroal through the
 * {@link java.util.ServiceLoader}, and switched on by {@code sluice.agroal.gate=true}. This is wiring, as
 * {@code adapter.quarkus} is.
 */
@NullMarked
package dev.sluice.adapter.agroal;

import org.jspecify.annotations.NullMarked;
