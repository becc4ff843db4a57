package dev.sluice.batch.distributed;

import dev.sluice.batch.jdbc.Connections;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The last change of a batch that an operator requested, to pause, resume or cancel it, until the database has it. Any
 * thread requests changes; the thread of the run applies them. No change replaces a cancellation.
 */
final class PendingChange {

    private final String batch;
    private final DatabaseLink link;
    private final Connections connections;
    private final AtomicReference<Change> change = new AtomicReference<>(Change.NONE);

    private enum Change {
        NONE,
        PAUSE,
        GO_ON,
        CANCEL
    }

    PendingChange(String batch, DatabaseLink link, Connections connections) {
        this.batch = batch;
        this.link = link;
        this.connections = connections;
    }

    void pause() {
        change(Change.PAUSE);
    }

    void resume() {
        change(Change.GO_ON);
    }

    void cancel() {
        change(Change.CANCEL);
    }

    private void change(Change what) {
        change.updateAndGet(now -> now == Change.CANCEL ? now : what);
        link.wake();
    }

    boolean isNone() {
        return change.get() == Change.NONE;
    }

    /** Returns whether the batch is to be cancelled, and the database does not have the cancellation yet. */
    boolean isCancelling() {
        return change.get() == Change.CANCEL;
    }

    /** Writes the change to the database, if there is one. */
    void apply() throws Exception {
        Change pending = change.getAndSet(Change.NONE);
        if (pending == Change.NONE) {
            return;
        }
        link.call(connections, connection -> {
            OrderRow order = Objects.requireNonNull(OrderTable.find(connection, batch), "the order was deleted");
            switch (pending) {
                case PAUSE -> OrderTable.pause(connection, order);
                case GO_ON -> OrderTable.goOn(connection, order);
                case CANCEL -> OrderTable.end(connection, order, OrderState.CANCELLED, null, null);
                case NONE -> {
                    // nothing
                }
            }
            return true;
        });
    }
}
