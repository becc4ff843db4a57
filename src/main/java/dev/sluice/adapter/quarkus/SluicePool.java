package dev.sluice.adapter.quarkus;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Names the pool whose {@link dev.sluice.jdbc.ManagedDataSource} is injected, or the endpoint whose {@link
 * dev.sluice.tcp.TcpPool} is injected.
 */
@Qualifier
@Retention(RUNTIME)
@Target({FIELD, PARAMETER, METHOD, TYPE})
public @interface SluicePool {

    /** The name of the pool. */
    @Nonbinding
    String value();
}
