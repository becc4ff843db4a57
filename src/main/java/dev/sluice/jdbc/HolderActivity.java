package dev.sluice.jdbc;

import dev.sluice.pool.store.Activity;
import dev.sluice.pool.store.Activity.SessionWork;
import dev.sluice.time.Deadline;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which statements the holders of sessions run. The queries use the session that also checks broken sessions,
 * so there is at most one session beyond the maximum of the pool. Thread-safe.
 */
final class HolderActivity {

    private final SessionEnding sessions;

    HolderActivity(SessionEnding sessions) {
        this.sessions = sessions;
    }

    /** Returns the work of the server for each session, in the order of the holders. */
    Activity of(List<PhysicalConnection> holders, Deadline deadline) throws SQLException, InterruptedException {
        ServerActivity view = ServerActivity.of(holders.get(0).kind());
        if (view == null) {
            return Activity.unknown("statements of this kind of database are not known");
        }
        Map<PhysicalConnection, SessionWork> works = new HashMap<>();
        Map<SessionSource, Map<Long, PhysicalConnection>> bySource = new HashMap<>();
        for (PhysicalConnection holder : holders) {
            Long number = view.numberOf(holder.raw());
            if (number != null) {
                works.put(holder, new SessionWork(number, null, null));
                bySource.computeIfAbsent(holder.source(), source -> new HashMap<>())
                        .put(number, holder);
            }
        }
        String reason = works.size() < holders.size() ? "the driver does not report the number of every session" : null;
        for (Map.Entry<SessionSource, Map<Long, PhysicalConnection>> each : bySource.entrySet()) {
            String missing = ask(view, each.getKey(), each.getValue(), works, deadline);
            reason = missing == null ? reason : missing;
        }
        List<SessionWork> inOrder = new ArrayList<>();
        holders.forEach(holder -> inOrder.add(works.getOrDefault(holder, SessionWork.UNKNOWN)));
        return new Activity(inOrder, reason);
    }

    /** Adds the work that the server of one source shows. Returns the reason why work is missing, or null. */
    private @Nullable String ask(
            ServerActivity view,
            SessionSource source,
            Map<Long, PhysicalConnection> holders,
            Map<PhysicalConnection, SessionWork> works,
            Deadline deadline)
            throws InterruptedException {
        try {
            Set<Long> numbers = holders.keySet();
            ServerActivity.VisibleSessions shown =
                    sessions.query(source, querying -> view.ask(querying, numbers, source.secrets()), deadline);
            shown.works().forEach((number, work) -> {
                PhysicalConnection holder = holders.get(number);
                if (holder != null) {
                    works.put(holder, work);
                }
            });
            return shown.reason();
        } catch (SQLException e) {
            return "cannot ask the database: " + source.secrets().shown(String.valueOf(e.getMessage()));
        }
    }
}
