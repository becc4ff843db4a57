package dev.sluice.adapter.rest;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Marks a method that orders an operation of the catalogue. Its parameters are those of the operation, and {@code
 * dryRun} and {@code deadline}.
 */
@Retention(RUNTIME)
@Target(METHOD)
@interface Operates {

    /** The name of the operation; empty if the path names it. */
    String value() default "";
}
