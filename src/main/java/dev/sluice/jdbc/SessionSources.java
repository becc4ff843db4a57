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

/** The source that opens a pool's new sessions, and earlier sources that still have holds. Thread-safe. */
final class SessionSources {

    private final Set<SessionSource> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable SessionSource current;

    /** The requirements of a move, met by the creator of the store. */
    interface Moving {

        /** Returns a source like the current one, but for the target. */
        SessionSource open(SessionSource now, Target target);

        /** Returns normally if a request from outside may name the target. */
        void admit(SessionSource now, Target target);

        /** Returns whether the target accepts writes. */
        boolean isWritable(Connection raw) throws SQLException;

        /** Receives the Agroal data source that opens new sessions from now on. */
        void moved(AgroalDataSource agroal);
    }

    /** Attaches the first source, with a hold. Called once, before any other method. */
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

    /** Returns the current source with a hold, so that it stays open until {@link SessionSource#release}. */
    SessionSource holdCurrent() {
        SessionSource source = current();
        while (!source.hold()) { // RACE: the source may have been replaced and closed since
            source = current();
        }
        return source;
    }

    /**
     * Closes sources without holds. Called by the thread that released a hold, never by Agroal's own thread, which
     * would wait for itself.
     */
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

    /** Opens a source for the target, which opens no sessions for the pool yet. */
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

    /** A move from one source to another, which can be reverted. Has a hold on both. Used by one thread at a time. */
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
