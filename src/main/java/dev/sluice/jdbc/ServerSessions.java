package dev.sluice.jdbc;

import dev.sluice.time.Deadline;
import dev.sluice.time.Workers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Watches sessions that are being broken until the server of one source has ended them, and queries the statements that
 * sessions run. One thread queries all watched sessions together, so a slow login delays no waiter beyond its own
 * limit. All queries use one session. This session is the only one beyond the maximum of the pool, and is closed when
 * no thread waits. Thread-safe.
 */
final class ServerSessions {

    private static final long POLL_MILLIS = 10;
    private static final long RETRY_MILLIS = 100;
    private static final int READ_MILLIS = 1_000;

    /** The number of queries that find a broken session alive before the server is asked to end it. */
    private static final int PATIENCE = 10;

    /** Opens the session that queries the server. */
    @FunctionalInterface
    interface Opener {

        QuerySession open() throws SQLException;
    }

    /** The session that queries the server. */
    interface QuerySession {

        Connection raw();

        void close();
    }

    /** The sessions that are watched, by their numbers on the server. */
    private final Map<Integer, BrokenSession> watched = new ConcurrentHashMap<>();

    private final AtomicBoolean watching = new AtomicBoolean();
    private final AtomicInteger asking = new AtomicInteger();
    private final ReentrantLock queryLock = new ReentrantLock();
    private @Nullable QuerySession querySession; // Guarded by queryLock

    /** A session that is being broken. */
    final class BrokenSession {

        private final int session;
        private final DatabaseKind kind;
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean cut;
        private volatile boolean rests;
        private int queries; // Guarded by queryLock

        BrokenSession(int session, DatabaseKind kind) {
            this.session = session;
            this.kind = kind;
        }

        /**
         * Waits for the session, whose socket is now closed, to end, up to the deadline. The server terminates a
         * session that does not end by itself.
         *
         * @return whether the server no longer runs a statement of the session: it has ended the session, or the last
         *     query found no running statement
         */
        boolean await(Deadline deadline) {
            cut = true;
            boolean gone = false;
            try {
                while (!gone && !deadline.isExpired()) { // by the deadline's own clock
                    gone = ended.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            stop();
            return gone || rests;
        }

        /** Stops watching. */
        void stop() {
            watched.remove(session, this);
            closeUnneeded();
        }

        /** Records the answer of the server: whether a statement runs, or null if the session has ended. */
        private boolean isGone(@Nullable Boolean running, boolean wasCut) {
            rests = wasCut && Boolean.FALSE.equals(running);
            return running == null;
        }

        private boolean isStubborn() {
            return cut && ++queries % PATIENCE == 0;
        }
    }

    /**
     * Begins to watch a session that is about to be broken. The queries begin at once, in another thread: on a slow
     * server their login takes as long as the request to cancel.
     */
    BrokenSession watch(int session, DatabaseKind kind, Opener opener) {
        BrokenSession watch = new BrokenSession(session, kind);
        watched.put(session, watch);
        startWatching(opener);
        return watch;
    }

    private void startWatching(Opener opener) {
        if (!watching.compareAndSet(false, true)) {
            return;
        }
        try {
            Workers.start("sluice-watch", () -> watchAll(opener));
        } catch (OutOfMemoryError e) {
            watching.set(false); // no thread is available: the end of the sessions is not detected
        }
    }

    private void watchAll(Opener opener) {
        try {
            boolean goesOn = true;
            while (goesOn && !watched.isEmpty()) {
                goesOn = rest(ask(opener) ? POLL_MILLIS : RETRY_MILLIS);
            }
        } finally {
            watching.set(false);
            closeUnneeded();
        }
        if (!watched.isEmpty()) {
            startWatching(opener); // RACE: a session was added after the last query
        }
    }

    private boolean rest(long millis) {
        try {
            if (!watched.isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(millis);
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Queries all watched sessions. Returns false if the query failed. */
    private boolean ask(Opener opener) {
        List<BrokenSession> gone = List.of();
        queryLock.lock();
        try {
            Connection raw = raw(opener);
            gone = queryEnded(raw);
            terminateStubborn(raw);
            return true;
        } catch (SQLException | RuntimeException e) {
            closeQuerySession();
            return false;
        } finally {
            if (watched.isEmpty() && asking.get() == 0) {
                closeQuerySession(); // before the watches are notified: then the querying session has ended, too
            }
            queryLock.unlock();
            gone.forEach(watch -> watch.ended.countDown());
        }
    }

    /** Returns the watches that have ended; they are no longer watched. */
    private List<BrokenSession> queryEnded(Connection raw) throws SQLException {
        List<BrokenSession> asked = List.copyOf(watched.values());
        if (asked.isEmpty()) {
            return List.of();
        }
        List<Boolean> cut = asked.stream().map(watch -> watch.cut).toList();
        DatabaseKind kind = asked.get(0).kind; // all sessions of a source have the same kind
        Map<Integer, Boolean> alive =
                kind.alive(raw, asked.stream().map(watch -> watch.session).collect(Collectors.toSet()));
        List<BrokenSession> gone = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            BrokenSession watch = asked.get(i);
            if (watch.isGone(alive.get(watch.session), cut.get(i))) {
                watched.remove(watch.session, watch);
                gone.add(watch);
            }
        }
        return gone;
    }

    private void terminateStubborn(Connection raw) throws SQLException {
        for (BrokenSession watch : watched.values()) {
            if (watch.isStubborn()) {
                watch.kind.terminate(raw, watch.session);
            }
        }
    }

    private Connection raw(Opener opener) throws SQLException {
        QuerySession current = querySession;
        if (current == null) {
            current = opener.open();
            querySession = current;
            current.raw().setAutoCommit(true); // each query sees the server's current state
            current.raw().setNetworkTimeout(Runnable::run, READ_MILLIS);
        }
        return current.raw();
    }

    /** A query about the server's sessions. */
    @FunctionalInterface
    interface SessionQuery<T> {

        T over(Connection querying) throws SQLException;
    }

    /**
     * Runs one query over the shared session. Waits for other threads' queries up to the deadline; each read of an
     * answer takes at most {@value #READ_MILLIS} ms.
     */
    <T> T query(SessionQuery<T> query, Deadline deadline, Opener opener) throws SQLException, InterruptedException {
        asking.incrementAndGet();
        try {
            if (!queryLock.tryLock(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS)) {
                throw new SQLTimeoutException(
                        "the query about the sessions waited until its deadline for other queries");
            }
            try {
                return query.over(raw(opener));
            } catch (SQLException | RuntimeException e) {
                closeQuerySession();
                throw e;
            } finally {
                queryLock.unlock();
            }
        } finally {
            asking.decrementAndGet();
            closeUnneeded();
        }
    }

    /**
     * Closes the querying session when no thread waits. RACE: another thread may begin to wait at this moment, and then
     * opens another session.
     */
    private void closeUnneeded() {
        if (watched.isEmpty() && asking.get() == 0 && queryLock.tryLock()) {
            try {
                closeQuerySession();
            } finally {
                queryLock.unlock();
            }
        }
    }

    private void closeQuerySession() {
        QuerySession current = querySession;
        if (current != null) {
            querySession = null;
            current.close();
        }
    }
}
