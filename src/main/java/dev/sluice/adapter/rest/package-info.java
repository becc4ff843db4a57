/**
 * The pools over HTTP: JSON with the terms of {@link dev.sluice.control.PoolControl}, problem details (RFC 9457) for
 * every refusal, and a guard before every change. The package translates and decides nothing. It works the same in the
 * service and in an application that embeds the jar.
 */
@NullMarked
package dev.sluice.adapter.rest;

import org.jspecify.annotations.NullMarked;
