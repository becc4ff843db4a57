package dev.sluice.pool.store;

/**
 * A check of the application that a resource is fit for its next lease. The policy {@code checks} names the checks of a
 * pool. A worker of the pool calls it, outside all locks, for a resource that no caller uses, and gives the call up at
 * the limit of the policy. Must be thread-safe: calls for several resources may run at the same time.
 *
 * <p>In Quarkus, a check is a CDI bean with a name ({@code @Identifier} or {@code @Named}).
 *
 * @param <T> the resource; for a JDBC pool {@link java.sql.Connection}, whose close has no effect. The pool rolls back
 *     and restores the attributes of the session after the check
 */
@FunctionalInterface
public interface ResourceCheck<T> {

    /**
     * Returns whether the resource may be leased. The resource must not be used after the call.
     *
     * @throws Exception counts as false
     */
    boolean passes(T resource) throws Exception;
}
