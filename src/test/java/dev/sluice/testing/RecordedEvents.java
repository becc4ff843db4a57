package dev.sluice.testing;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.PoolListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a pool told. */
public final class RecordedEvents implements PoolListener {

    private final List<PoolEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void on(PoolEvent event) {
        events.add(event);
    }

    /** All of them, in the order in which they came. */
    public List<PoolEvent> all() {
        return List.copyOf(events);
    }

    /** Returns the events of one kind. */
    public List<PoolEvent> of(Type type) {
        return events.stream().filter(event -> event.type() == type).toList();
    }

    /** The names of the connections that events of one kind happened to. */
    public List<String> connections(Type type) {
        return of(type).stream().map(PoolEvent::connection).toList();
    }

    /** The kinds of the events of one connection, in order. */
    public List<Type> historyOf(String connection) {
        return events.stream()
                .filter(event -> connection.equals(event.connection()))
                .map(PoolEvent::type)
                .toList();
    }

    /** Forgets what came so far. */
    public void clear() {
        events.clear();
    }
}
