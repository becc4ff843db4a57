package dev.sluice.adapter.rest;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import dev.sluice.access.Role;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * The role that a method of a resource needs, for the pool that its path names; one of several roles is enough. Every
 * method has it, except those that {@link Operates} binds to the catalogue, which has their roles. The control port may
 * need more, by the values of the request.
 */
@Retention(RUNTIME)
@Target(METHOD)
@interface NeedsRole {

    /** Returns the roles, one of which is enough; a refusal names the first. */
    Role[] value();
}
