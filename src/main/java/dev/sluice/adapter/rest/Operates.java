package dev.sluice.adapter.rest;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** A method that places an order: it takes {@code dryRun} and {@code deadline} beside its own parameters. */
@Retention(RUNTIME)
@Target(METHOD)
@interface Operates {}
