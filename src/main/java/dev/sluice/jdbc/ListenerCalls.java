package dev.sluice.jdbc;

import io.agroal.api.AgroalDataSourceListener;
import java.sql.Connection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Calls the listeners of an application. An exception of a listener has no effect. Thread-safe. */
final class ListenerCalls {

    private final List<AgroalDataSourceListener> all;

    ListenerCalls(List<? extends AgroalDataSourceListener> all) {
        this.all = List.copyOf(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Makes a call to each listener. */
    void each(Consumer<AgroalDataSourceListener> call) {
        for (AgroalDataSourceListener listener : all) {
            try {
                call.accept(listener);
            } catch (Throwable ignored) {
                // a listener never breaks the pool
            }
        }
    }

    /** Makes a call about a connection to each listener. */
    void each(BiConsumer<AgroalDataSourceListener, Connection> call, Connection raw) {
        each(listener -> call.accept(listener, raw));
    }
}
