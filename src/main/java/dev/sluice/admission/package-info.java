/**
 * Who enters next. A {@link dev.sluice.admission.Gate} queues callers in priority lanes and hands each free
 * permit to the caller whose turn it is. It knows nothing of connections: what a permit is, and when one is
 * free, is told by the {@link dev.sluice.admission.Supply} behind it.
 */
@NullMarked
package dev.sluice.admission;

import org.jspecify.annotations.NullMarked;
