package dev.sluice.adapter.rest;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import dev.sluice.pool.operation.OperationName;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Marks a method that orders an operation of the catalogue. Its parameters are those of the operation, and {@code
 * dryRun} and {@code deadline}.
 */
@Retention(RUNTIME)
@Target(METHOD)
@interface Operates {

    /** The operation; empty if the path names it. */
    OperationName[] value() default {};
}
