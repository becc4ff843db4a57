package dev.sluice.pool.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The work of the far side for several resources at one moment.
 *
 * @param works the work for each resource, in the order of the request; empty if nothing is known
 * @param reason the reason why nothing or not all is known, without secrets; null if all is known
 */
public record Activity(List<SessionWork> works, @Nullable String reason) {

    /** Copies the list. */
    public Activity {
        works = List.copyOf(works);
    }

    /** Returns an activity of which nothing is known. */
    public static Activity unknown(String reason) {
        return new Activity(List.of(), reason);
    }

    /**
     * The work for one resource.
     *
     * @param session the number of the session on the server, or null if it is not known
     * @param state the state of the session in the words of the server, or null
     * @param statement the statement that runs, of bounded length, or null if none is known to run; may have secrets of
     *     the application
     * @param idleInTransactionSeconds time for which the session has been idle in a transaction; null if it is not, or
     *     if that is not known
     */
    public record SessionWork(
            @Nullable Long session,
            @Nullable String state,
            @Nullable String statement,
            @Nullable Double idleInTransactionSeconds) {

        /** Work of which nothing is known. */
        public static final SessionWork UNKNOWN = new SessionWork(null, null, null);

        /** Creates the work of a session that is not known to be idle in a transaction. */
        public SessionWork(@Nullable Long session, @Nullable String state, @Nullable String statement) {
            this(session, state, statement, null);
        }
    }
}
