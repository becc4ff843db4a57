/**
 * Operations as objects with a requester, a progress and a result. One runner executes the operations of all surfaces.
 */
@NullMarked
package dev.sluice.control.operation;

import org.jspecify.annotations.NullMarked;
