package dev.sluice.adapter.logging;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.Secrets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The lines of the operations on one pool: asked for, refused, done. */
final class OperationLines {

    private final PoolMessages log;
    private final AtomicInteger recreations = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile String latest = "";
    private volatile @Nullable Thread expiring;

    OperationLines(PoolMessages log) {
        this.log = log;
    }

    void requested(PoolEvent event) {
        String operation = nameIn(event);
        latest = operation;
        recreations.set(0);
        failures.set(0);
        expiring = operation.equals("expire") ? Thread.currentThread() : null;
        if (operation.equals("reset")) {
            log.resetting(orderOf(event));
        } else {
            log.begun(taskOf(operation), orderOf(event));
        }
    }

    private static String taskOf(String operation) {
        return switch (operation) {
            case "expire" -> "expire old connections";
            case "release" -> "release connections";
            case "reset-statistics" -> "reset statistics";
            case "switch-endpoint" -> "switch to another endpoint";
            case "rotate-credentials" -> "rotate credentials";
            case "warm-up" -> "warm up pool";
            case "create-pool" -> "create pool";
            case "fill", "drain", "pause", "resume", "disable", "enable", "resize" -> operation + " pool";
            default -> operation + " connections";
        };
    }

    void refused(PoolEvent event) {
        String operation = nameIn(event);
        String running = latest;
        if (operation.equals(running)) {
            log.alreadyInProgress(titleOf(operation), orderOf(event));
        } else {
            log.refused(titleOf(operation), running, orderOf(event));
        }
    }

    void completed(PoolEvent event) {
        String operation = nameIn(event);
        String order = orderOf(event);
        expiring = null;
        if (operation.equals("reset")) {
            log.reset(event.count(), order);
        } else if (operation.equals("fill") && event.count() == 0 && event.total() >= event.max()) {
            log.alreadyAtMaximum(event.total(), order);
        } else {
            log.completed(titleOf(operation), event.count(), event.total(), event.max(), order);
        }
    }

    void incomplete(PoolEvent event) {
        String order = orderOf(event);
        int failed = failures.get();
        expiring = null;
        if (event.operation().equals("reset")) {
            log.reset(event.count(), order);
        }
        String reason = Secrets.mask(event.incompleteBecause())
                + (failed < 2 ? "" : " (" + failed + " connections could not be created)");
        log.incomplete(titleOf(named(event.operation())), reason, order);
    }

    /** The operation has failed to create a connection; most of these have no line of their own. */
    void creationFailed() {
        failures.incrementAndGet();
    }

    /** A reset has tried to create another one: the number of the attempt. */
    int recreation() {
        return recreations.incrementAndGet();
    }

    /** Returns whether the current event belongs to an expire operation, which runs on the thread of its request. */
    boolean isExpiring() {
        return Thread.currentThread().equals(expiring);
    }

    private static String nameIn(PoolEvent event) {
        return named(Secrets.mask(event.detail()));
    }

    private static String named(String operation) {
        return operation.isEmpty() ? "operation" : operation;
    }

    /** Returns the order in brackets; nothing if the application called the pool itself. */
    private static String orderOf(PoolEvent event) {
        return event.order() == null ? "" : " [" + Secrets.mask(event.order()) + "]";
    }

    private static String titleOf(String operation) {
        return switch (operation) {
            case "reset-statistics" -> "Reset of statistics";
            case "switch-endpoint" -> "Switch of the endpoint";
            case "rotate-credentials" -> "Rotation of credentials";
            case "create-pool" -> "Creation of the pool";
            default -> operation.substring(0, 1).toUpperCase(Locale.ROOT) + operation.substring(1);
        };
    }
}
