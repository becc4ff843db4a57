/**
 * Operations as things that can be looked at: who asked for what, how far it is, what came of it. One registry runs
 * them all, for every surface.
 */
@NullMarked
package dev.sluice.control.operation;

import org.jspecify.annotations.NullMarked;
