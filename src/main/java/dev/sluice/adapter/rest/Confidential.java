package dev.sluice.adapter.rest;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** A read that needs what a change needs. */
@Retention(RUNTIME)
@Target(METHOD)
@interface Confidential {}
