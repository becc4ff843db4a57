package dev.sluice.adapter.rest;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.interceptor.InterceptorBinding;
import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Marks resources whose changes need an operator. Parameters that the method does not have are refused, so that a
 * misspelt parameter is not ignored. {@link Refusals} converts the failures of their methods.
 */
@NameBinding
@InterceptorBinding
@Retention(RUNTIME)
@Target({TYPE, METHOD})
public @interface Guarded {}
