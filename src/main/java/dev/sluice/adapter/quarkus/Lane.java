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
 * Sets the lane, the tags and the limits of every lease that is acquired during a method. The annotation applies to all
 * code of the call, and to all threads that receive the work of the method by context propagation. The innermost method
 * wins. Tags are combined; a tag of the innermost method replaces others of the same key. An invalid text ends the
 * start of the application, with the class, the method and the rule.
 */
@Inherited
@InterceptorBinding
@Retention(RUNTIME)
@Target({METHOD, TYPE})
public @interface Lane {

    /** The lane in which callers wait. */
    @Nonbinding
    Priority value() default Priority.NORMAL;

    /** Tags, each as {@code key:value}. */
    @Nonbinding
    String[] tags() default {};

    /** The maximum wait for a lease, such as {@code 500ms}, {@code 2s} or {@code PT2S}; empty for the outer value. */
    @Nonbinding
    String timeout() default "";

    /**
     * The time after which a lease is reported as a leak, such as {@code 1m} or {@code PT1M}; {@code 0} for no report,
     * empty for the outer value.
     */
    @Nonbinding
    String leakThreshold() default "";
}
