package dev.sluice.adapter.rest;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Marks a method that accepts the rows of a batch; its query parameters are the settings of a batch with rows. */
@Retention(RUNTIME)
@Target(METHOD)
@interface TakesRows {}
