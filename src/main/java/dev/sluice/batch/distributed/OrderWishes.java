package dev.sluice.batch.distributed;

import dev.sluice.batch.jdbc.Connections;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The last wish of an operator for a batch, to pause, resume or cancel it, until the database has it. Any thread makes
 * wishes; the thread of the run fulfils them. No wish replaces a cancellation.
 */
final class OrderWishes {

    private final String batch;
    private final DatabaseLink link;
    private final Connections connections;
    private final AtomicReference<Wish> wish = new AtomicReference<>(Wish.NONE);

    private enum Wish {
        NONE,
        PAUSE,
        GO_ON,
        CANCEL
    }

    OrderWishes(String batch, DatabaseLink link, Connections connections) {
        this.batch = batch;
        this.link = link;
        this.connections = connections;
    }

    void pause() {
        wish(Wish.PAUSE);
    }

    void resume() {
        wish(Wish.GO_ON);
    }

    void cancel() {
        wish(Wish.CANCEL);
    }

    private void wish(Wish what) {
        wish.updateAndGet(now -> now == Wish.CANCEL ? now : what);
        link.wake();
    }

    boolean areNone() {
        return wish.get() == Wish.NONE;
    }

    /** Returns whether the batch is to be cancelled, and the database does not have the cancellation yet. */
    boolean isCancelling() {
        return wish.get() == Wish.CANCEL;
    }

    /** Writes the wish to the database, if there is one. */
    void fulfil() throws Exception {
        Wish wished = wish.getAndSet(Wish.NONE);
        if (wished == Wish.NONE) {
            return;
        }
        link.call(connections, connection -> {
            OrderRow order = Objects.requireNonNull(OrderTable.find(connection, batch), "the order was deleted");
            switch (wished) {
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
