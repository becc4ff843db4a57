package dev.sluice.adapter.rest;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Marks a read that requires the permission of a change. */
@Retention(RUNTIME)
@Target(METHOD)
@interface Confidential {}
