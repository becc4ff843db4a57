package dev.sluice.adapter.jmx;

import dev.sluice.adapter.jmx.OpenOperation.OpenParameter;
import dev.sluice.adapter.jmx.PoolOperation.PoolCall;
import dev.sluice.adapter.jmx.PoolOperation.PoolPermission;
import java.util.ArrayList;
import java.util.List;

/** Collects operations on pools, in the order in which they are added. For one thread. */
final class OperationList {

    private final List<PoolOperation> all = new ArrayList<>();

    /** Adds an operation; {@link PoolOperation} describes the parameters. */
    void add(
            String name,
            String description,
            int impact,
            OpenMapping result,
            PoolPermission permission,
            PoolCall body,
            OpenParameter... parameters) {
        all.add(new PoolOperation(name, description, impact, result, List.of(parameters), permission, body));
    }

    /** Returns the operations. */
    List<PoolOperation> all() {
        return List.copyOf(all);
    }
}
