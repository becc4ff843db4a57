package dev.sluice.adapter.quarkus;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import dev.sluice.admission.Priority;
import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Sets the lane, the tags and the like of every connection that is acquired inside a method, by whatever code and on
 * whatever thread that context propagation carries the method's work to. The innermost method wins; tags add
 * up, those of the innermost method replace others of the same key.
 */
@Inherited
@InterceptorBinding
@Retention(RUNTIME)
@Target({METHOD, TYPE})
public @interface Lane {

    /** The lane to wait in. */
    @Nonbinding
    Priority value() default Priority.NORMAL;

    /** Tags, each as {@code key:value}. */
    @Nonbinding
    String[] tags() default {};

    /** How long to wait, as an ISO-8601 duration; empty for what applied before. */
    @Nonbinding
    String timeout() default "";

    /**
     * After how long a connection is reported as a leak, as an ISO-8601 duration, zero for never; empty for what applied
     * before.
     */
    @Nonbinding
    String leakThreshold() default "";
}
