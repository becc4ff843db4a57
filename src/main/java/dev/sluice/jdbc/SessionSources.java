package dev.sluice.jdbc;

import dev.sluice.pool.store.Movable;
import dev.sluice.pool.store.Target;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The source that a pool's new sessions come from, and those that it has left and that are still held. Thread-safe. */
final class SessionSources {

    private final Set<SessionSource> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable SessionSource current;

    /** The requirements of a move, met by the creator of the store. */
    interface Moving {

        /** An Agroal as the current one, but for the target. */
        SessionSource open(SessionSource now, Target target);

        /** Returns normally if a request from outside may name the target. */
        void admit(SessionSource now, Target target);

        /** Returns whether the target accepts writes. */
        boolean isWritable(Connection raw) throws SQLException;

        /** New sessions come from there from now on. */
        void moved(AgroalDataSource agroal);
    }

    /** The first one, held for this. Once, before anything else. */
    void attach(SessionSource source) {
        open.add(source);
        current = source;
    }

    SessionSource current() {
        SessionSource source = current;
        if (source == null) {
            throw new IllegalStateException("no data source attached");
        }
        return source;
    }

    /** The current one, so that it is not over before it is released. */
    SessionSource holdCurrent() {
        SessionSource source = current();
        while (!source.hold()) { // RACE: it may have been replaced since, and closed
            source = current();
        }
        return source;
    }

    /** By whoever has just let go of one: never by Agroal's own thread, which could not wait for itself. */
    void closeUnheld() {
        for (SessionSource source : List.copyOf(open)) {
            if (source.end()) {
                open.remove(source);
                source.agroal().close();
            }
        }
    }

    void closeAll() {
        open.forEach(source -> source.agroal().close());
    }

    /** Opens a source for the target. Nothing comes from it yet. */
    Relocation open(Target target, Moving by) {
        SessionSource before = holdCurrent();
        try {
            SessionSource next = by.open(before, target);
            open.add(next);
            return new Relocation(next, before, by);
        } catch (Throwable t) {
            before.release();
            throw t;
        }
    }

    private synchronized void go(SessionSource to, Moving by) {
        SessionSource from = current();
        to.hold();
        by.moved(to.agroal());
        current = to;
        from.release();
    }

    /** From one source to another, and back. Holds both. Used by one thread at a time. */
    final class Relocation implements Movable.Move {

        private final SessionSource next;
        private final SessionSource before;
        private final Moving by;
        private boolean closed;

        private Relocation(SessionSource next, SessionSource before, Moving by) {
            this.next = next;
            this.before = before;
            this.by = by;
        }

        SessionSource next() {
            return next;
        }

        @Override
        public void apply() {
            go(next, by);
        }

        @Override
        public void revert() {
            go(before, by);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                next.release();
                before.release();
                closeUnheld();
            }
        }
    }
}
