package dev.sluice.adapter.jfr;

import dev.sluice.control.PoolWatcher;
import dev.sluice.pool.ManagedPool;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Writes the events of the pools that it watches to the JDK Flight Recorder: acquires that waited, long leases,
 * creations, validations and operations. In a runtime without the module {@code jdk.jfr}, it does nothing. Thread-safe.
 */
public final class FlightWatcher implements PoolWatcher {

    private final boolean hasRecorder;
    private final Set<ManagedPool<?>> known =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** Creates a watcher for {@code PoolManager.watch}. */
    public FlightWatcher() {
        this(ModuleLayer.boot().findModule("jdk.jfr").isPresent());
    }

    FlightWatcher(boolean hasRecorder) {
        this.hasRecorder = hasRecorder;
    }

    @Override
    public void added(ManagedPool<?> pool) {
        if (hasRecorder && known.add(pool)) {
            pool.addListener(new FlightLines());
        }
    }
}
