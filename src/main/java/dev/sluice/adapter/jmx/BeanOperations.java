package dev.sluice.adapter.jmx;

import dev.sluice.adapter.jmx.OpenOperation.OpenParameter;
import dev.sluice.control.GuardedControl;
import java.util.ArrayList;
import java.util.List;
import javax.management.openmbean.SimpleType;

/** The operations of the MBeans: of a pool, and of the manager, whose operations name their pool. */
final class BeanOperations {

    private static final OpenParameter NEW_POOL = new OpenParameter(
            "pool",
            "Name of the pool: at most 63 letters, digits, '.', '_' and '-', the first a letter or a digit.",
            SimpleType.STRING);

    private BeanOperations() {}

    /** Returns the operations on one pool. */
    static List<OpenOperation> ofPool(GuardedControl control, String pool) {
        return onPools(control).stream().map(operation -> operation.on(pool)).toList();
    }

    /** Returns the operations of the manager: those on pools, by the name of the pool, and those on the list of pools. */
    static List<OpenOperation> ofManager(GuardedControl control) {
        List<OpenOperation> all = new ArrayList<>(
                onPools(control).stream().map(PoolOperation::byName).toList());
        DeclaredOperations.onList(control).forEach(operation -> all.add(operation.byName(NEW_POOL)));
        return all;
    }

    private static List<PoolOperation> onPools(GuardedControl control) {
        List<PoolOperation> all = new ArrayList<>(DeclaredOperations.onPools(control));
        all.addAll(PolicyOperations.of(control));
        all.addAll(OrderOperations.of(control));
        all.addAll(ReadingOperations.of(control));
        return all;
    }
}
