package dev.sluice.jdbc;

import dev.sluice.time.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Waits until the server of one source has ended sessions that were broken, and queries the statements that sessions
 * run. All waiting threads share one session that queries the server. This session is the only one beyond the maximum of the pool, and is closed when no thread waits.
 * Thread-safe.
 */
final class ServerSessions {

    private static final long POLL_MILLIS = 10;
    private static final long RETRY_MILLIS = 100;
    private static final int READ_MILLIS = 1_000;

    /** The number of queries that find a session alive before the server is asked to end it. */
    private static final int PATIENCE = 10;

    /** Opens and closes the session that queries the server. */
    interface Opener {

        PhysicalConnection open() throws SQLException;

        void close(PhysicalConnection look);
    }

    /** The sessions that threads wait for. */
    private final Set<Integer> awaited = ConcurrentHashMap.newKeySet();

    private final AtomicInteger asking = new AtomicInteger();
    private final ReentrantLock looking = new ReentrantLock();
    private @Nullable PhysicalConnection look; // Guarded by looking

    /**
     * Waits for one session to end, up to the deadline. Terminates a session that does not end by itself.
     *
     * @return whether the server no longer has the session
     */
    boolean awaitEnd(int session, DatabaseKind kind, Deadline deadline, Opener opener) {
        awaited.add(session);
        try {
            for (int looks = 1; awaited.contains(session) && !deadline.isExpired(); looks++) {
                if (!looking.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    continue; // the thread that has the lock asks for all
                }
                boolean answered;
                try {
                    answered = ask(session, looks % PATIENCE == 0, kind, opener);
                } finally {
                    looking.unlock();
                }
                if (awaited.contains(session)) {
                    TimeUnit.MILLISECONDS.sleep(answered ? POLL_MILLIS : RETRY_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean ended = !awaited.remove(session);
        closeUnneeded(opener);
        return ended;
    }

    /** Forgets the sessions that the server no longer has; returns false if the server could not be asked. */
    private boolean ask(int session, boolean terminate, DatabaseKind kind, Opener opener) {
        try {
            Connection raw = raw(opener);
            Set<Integer> asked = new HashSet<>(awaited);
            if (!asked.isEmpty()) {
                Set<Integer> alive = kind.alive(raw, asked);
                asked.removeAll(alive);
                awaited.removeAll(asked);
            }
            if (terminate && awaited.contains(session)) {
                kind.terminate(raw, session);
            }
            return true;
        } catch (SQLException | RuntimeException e) {
            closeLook(opener);
            return false;
        }
    }

    private Connection raw(Opener opener) throws SQLException {
        PhysicalConnection current = look;
        if (current == null) {
            current = opener.open();
            look = current;
            current.raw().setAutoCommit(true); // each query sees the server's current state
            current.raw().setNetworkTimeout(Runnable::run, READ_MILLIS);
        }
        return current.raw();
    }

    /** A query about the server's sessions. */
    @FunctionalInterface
    interface Query<T> {

        T over(Connection look) throws SQLException;
    }

    /**
     * Runs one query over the shared session. Waits for other threads' queries up to the deadline; each read of an answer
     * takes at most {@value #READ_MILLIS} ms.
     */
    <T> T query(Query<T> query, Deadline deadline, Opener opener) throws SQLException, InterruptedException {
        asking.incrementAndGet();
        try {
            if (!looking.tryLock(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS)) {
                throw new SQLTimeoutException("other queries have taken all the time");
            }
            try {
                return query.over(raw(opener));
            } catch (SQLException | RuntimeException e) {
                closeLook(opener);
                throw e;
            } finally {
                looking.unlock();
            }
        } finally {
            asking.decrementAndGet();
            closeUnneeded(opener);
        }
    }

    /**
     * Closes the querying session when no thread waits. RACE: another thread may begin to wait at this moment, and then
     * opens another session.
     */
    private void closeUnneeded(Opener opener) {
        if (awaited.isEmpty() && asking.get() == 0 && looking.tryLock()) {
            try {
                closeLook(opener);
            } finally {
                looking.unlock();
            }
        }
    }

    private void closeLook(Opener opener) {
        PhysicalConnection current = look;
        if (current != null) {
            look = null;
            opener.close(current);
        }
    }
}
