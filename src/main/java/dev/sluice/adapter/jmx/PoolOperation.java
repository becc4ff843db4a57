package dev.sluice.adapter.jmx;

import dev.sluice.adapter.jmx.OpenOperation.OpenParameter;
import java.util.ArrayList;
import java.util.List;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/**
 * An operation on a pool, written once: for the MBean of the pool, and for the MBean of the manager, where the first
 * parameter names the pool.
 *
 * @param name the name of the operation
 * @param description the effect
 * @param impact {@link javax.management.MBeanOperationInfo#ACTION} or INFO
 * @param result the mapping of the result
 * @param parameters the parameters without the name of the pool
 * @param permission checks the requester, before the arguments are checked
 * @param body the work
 */
record PoolOperation(
        String name,
        String description,
        int impact,
        OpenMapping result,
        List<OpenParameter> parameters,
        PoolPermission permission,
        PoolCall body) {

    private static final OpenParameter POOL = new OpenParameter("pool", "Name of the pool.", SimpleType.STRING);

    /** The check of the requester's permission. */
    @FunctionalInterface
    interface PoolPermission {
        /**
         * Returns if the requester may call the operation on the pool; null if the call names none. The other arguments may
         * have any number and types.
         */
        void require(@Nullable String pool, List<@Nullable Object> arguments);
    }

    /** The work of an operation on the named pool. */
    @FunctionalInterface
    interface PoolCall {
        Object on(String pool, List<@Nullable Object> arguments);
    }

    /** Returns the operation of the pool's own MBean. */
    OpenOperation on(String pool) {
        return new OpenOperation(
                name,
                description,
                impact,
                result,
                parameters,
                given -> permission.require(pool, given),
                given -> body.on(pool, given));
    }

    /** Returns the operation of the manager's MBean. */
    OpenOperation byName() {
        return byName(POOL);
    }

    /** Returns the operation of the manager's MBean, with another description of the pool's name. */
    OpenOperation byName(OpenParameter pool) {
        List<OpenParameter> all = new ArrayList<>(List.of(pool));
        all.addAll(parameters);
        return new OpenOperation(
                name,
                description,
                impact,
                result,
                List.copyOf(all),
                given -> permission.require(named(given), given.isEmpty() ? given : given.subList(1, given.size())),
                given -> body.on(poolOf(given), given.subList(1, given.size())));
    }

    private static @Nullable String named(List<@Nullable Object> arguments) {
        return !arguments.isEmpty() && arguments.get(0) instanceof String pool && !pool.isBlank() ? pool : null;
    }

    private static String poolOf(List<@Nullable Object> arguments) {
        String pool = OpenArguments.text(arguments, 0);
        if (pool.isBlank()) {
            throw new IllegalArgumentException("pool must be given: missing");
        }
        return pool;
    }
}
