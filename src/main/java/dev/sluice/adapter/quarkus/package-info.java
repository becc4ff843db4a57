/**
 * The wiring: the only package that uses CDI, the configuration and every other adapter. It opens the pools of the
 * configuration and the data sources of Quarkus, and provides managed data sources for injection. It starts and ends
 * all parts with the application.
 */
@NullMarked
package dev.sluice.adapter.quarkus;

import org.jspecify.annotations.NullMarked;
