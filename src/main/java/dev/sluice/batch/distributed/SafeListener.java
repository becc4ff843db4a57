package dev.sluice.batch.distributed;

import dev.sluice.batch.BatchListener;
import java.util.function.Consumer;

/**
 * A listener of a connection, which ignores the exceptions of the listener behind it.
 *
 * @param listener the listener behind this one
 */
record SafeListener(BatchListener listener) implements BatchListener {

    @Override
    public void connecting(int worker, String place) {
        publish(listener, each -> each.connecting(worker, place));
    }

    @Override
    public void unreachable(int worker, String reason) {
        publish(listener, each -> each.unreachable(worker, reason));
    }

    static void publish(BatchListener listener, Consumer<BatchListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException | Error e) {
            // the exceptions of a listener are ignored
        }
    }
}
