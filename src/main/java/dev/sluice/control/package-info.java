/**
 * The inbound port. REST, JMX, health, metrics and CDI translate to {@link dev.sluice.control.PoolControl} and decide
 * nothing themselves. So all of them show the same numbers and obey the same rules.
 */
@NullMarked
package dev.sluice.control;

import org.jspecify.annotations.NullMarked;
