/**
 * The gate: the order in which callers enter. A {@link dev.sluice.admission.Gate} queues callers in priority lanes and
 * hands each free permit to the caller whose turn it is. The gate knows nothing of connections. The {@link
 * dev.sluice.admission.PermitSource} behind it defines a permit and reports when one is free.
 */
@NullMarked
package dev.sluice.admission;

import org.jspecify.annotations.NullMarked;
