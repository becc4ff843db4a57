package dev.sluice.pool.statistic;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The declaration of a statistic. The component of the record that has the annotation gives the name, the type and the
 * value.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Statistic {

    /** The value of {@link #meter} for a statistic without a meter. */
    String NO_METER = "";

    /** The value of {@link #meter} for a meter that is named after the statistic: {@code close.failures}. */
    String SAME = "=";

    /** The value of {@link #unit} for a number without a unit, and for a description that has it. */
    String NO_UNIT = "";

    /** The unit of times. */
    String SECONDS = "seconds";

    /** Returns the description. It has no unit if {@link #unit} names one. */
    String value();

    /** Returns the unit, with which the description ends for users; empty for a number without one. */
    String unit() default NO_UNIT;

    /** Returns the kind, which decides the type of the meter. */
    Kind kind() default Kind.COUNTER;

    /**
     * Returns the name of the meter after {@code sluice.pool.}. "created" cannot be the name of a meter: Prometheus
     * reserves that ending and cuts it off.
     */
    String meter() default SAME;

    /** Returns the statistic that is the total time of the counted events: the meter is a timer of both. */
    String totalTime() default "";

    /** The kinds of statistics. */
    enum Kind {
        /** A number that only rises, until the statistics are reset. */
        COUNTER,
        /** The largest number since the statistics were reset. */
        MAXIMUM,
        /** A number that rises and falls. */
        GAUGE,
        /** A text, a list or a table. It has no meter. */
        FACT
    }
}
