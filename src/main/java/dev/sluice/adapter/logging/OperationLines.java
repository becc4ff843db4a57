package dev.sluice.adapter.logging;

import dev.sluice.pool.EventDetail;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.value.Plural;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Writes the lines of the operations on one pool: requested, refused, ended. */
final class OperationLines {

    private final PoolMessages log;
    private final AtomicInteger recreations = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile @Nullable OperationName latest;
    private volatile @Nullable Thread expiring;

    OperationLines(PoolMessages log) {
        this.log = log;
    }

    /** Writes the line of an event whose detail is an operation. */
    void write(PoolEvent event) {
        if (event.detail() instanceof EventDetail.OperationResult operation) {
            switch (event.type()) {
                case OPERATION_REQUESTED -> requested(operation.name(), orderOf(event));
                case OPERATION_REFUSED -> refused(operation.name(), orderOf(event));
                case OPERATION_COMPLETED -> completed(operation.name(), event);
                case OPERATION_INCOMPLETE -> incomplete(operation, event);
                default -> {}
            }
        }
    }

    private void requested(OperationName operation, String order) {
        latest = operation;
        recreations.set(0);
        failures.set(0);
        expiring = operation.equals(OperationName.EXPIRE) ? Thread.currentThread() : null;
        if (operation.equals(OperationName.RESET)) {
            log.resetting(order);
        } else {
            log.begun(operation.task(), order);
        }
    }

    private void refused(OperationName operation, String order) {
        OperationName running = latest;
        if (operation.equals(running)) {
            log.alreadyInProgress(operation.title(), order);
        } else {
            log.refused(operation.title(), running == null ? "another operation" : running.text(), order);
        }
    }

    private void completed(OperationName operation, PoolEvent event) {
        String order = orderOf(event);
        expiring = null;
        if (operation.equals(OperationName.RESET)) {
            log.reset(event.count(), Plural.ending(event.count()), order);
        } else if (operation.equals(OperationName.FILL) && event.count() == 0 && event.total() >= event.max()) {
            log.alreadyAtMaximum(event.total(), Plural.ending(event.total()), order);
        } else {
            log.completed(
                    operation.title(), event.count(), Plural.ending(event.count()), event.total(), event.max(), order);
        }
    }

    private void incomplete(EventDetail.OperationResult operation, PoolEvent event) {
        String order = orderOf(event);
        int failed = failures.get();
        expiring = null;
        if (operation.name().equals(OperationName.RESET)) {
            log.reset(event.count(), Plural.ending(event.count()), order);
        }
        String reason = Objects.requireNonNullElse(operation.problem(), "")
                + (failed < 2 ? "" : " (" + failed + " connections could not be created)");
        log.incomplete(operation.name().title(), reason, order);
    }

    /** Counts a connection that the operation could not create; most of these have no line of their own. */
    void creationFailed() {
        failures.incrementAndGet();
    }

    /** Counts an attempt of a reset to create a connection, and returns its number. */
    int recreation() {
        return recreations.incrementAndGet();
    }

    /** Returns whether the current event belongs to an expire operation, which runs on the thread of its request. */
    boolean isExpiring() {
        return Thread.currentThread().equals(expiring);
    }

    /** Returns the order in brackets, or an empty text if the application called the pool itself. */
    private static String orderOf(PoolEvent event) {
        return event.order() == null ? "" : " [" + event.order() + "]";
    }
}
