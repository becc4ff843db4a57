package dev.sluice.adapter.rest;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * For resources of pools: whatever is not a mere read needs an operator, and every request is taken at its word —
 * parameters that the method does not have are refused, so that a misspelt one is not silently left out.
 */
@NameBinding
@Retention(RUNTIME)
@Target({TYPE, METHOD})
public @interface Guarded {}
