/**
 * The pools over HTTP: JSON in the words of {@link dev.sluice.control.PoolControl}, problem details (RFC 9457) for
 * every refusal, and a guard before everything that changes something. It translates and decides nothing; it works
 * the same in the service and in an application that embeds the jar.
 */
@NullMarked
package dev.sluice.adapter.rest;

import org.jspecify.annotations.NullMarked;
