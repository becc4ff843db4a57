package dev.sluice.faults;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.PoolStats;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The rules for a pool at rest, after any faults. */
final class Rest {

    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(2);

    private final Site site;
    private final Findings findings;
    private final Duration limit;

    /** Creates the checks; each may take the given time. */
    Rest(Site site, Findings findings, Duration limit) {
        this.site = site;
        this.findings = findings;
        this.limit = limit;
    }

    /** Looks; what is not as it should be is written down. */
    void check() {
        awaitSame("after the fault");
        acquireAll();
        awaitSame("after all permits were taken");
    }

    /** The pool and the server come to agree: nothing on lease, nobody waiting, the same sessions on both sides. */
    private void awaitSame(String when) {
        long begin = System.nanoTime();
        String difference = difference();
        while (!difference.isEmpty() && !findings.hasPassed(begin, limit)) {
            LockSupport.parkNanos(LOOK);
            difference = difference();
        }
        if (!difference.isEmpty()) {
            findings.violation("at rest " + when + ": " + difference);
        }
    }

    private String difference() {
        PoolStats stats = site.pool().stats();
        if (stats.inUse() != 0 || stats.waiting() != 0 || stats.creating() != 0 || stats.closing() != 0) {
            return "in use " + stats.inUse() + ", waiting " + stats.waiting() + ", creating " + stats.creating()
                    + ", closing " + stats.closing();
        }
        if (stats.counters().acquired() != stats.counters().released()) {
            return "acquired " + stats.counters().acquired() + ", released "
                    + stats.counters().released();
        }
        List<String> names = site.names();
        List<String> sessions = site.sessions();
        return names.equals(sessions) ? "" : "the pool has " + names + ", the server " + sessions;
    }

    /** As many as there may be can be had at once, each another one. */
    private void acquireAll() {
        List<Connection> all = new ArrayList<>();
        try {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < Site.MAX; i++) {
                Connection connection = site.acquire(AcquireRequest.DEFAULT, limit, findings);
                all.add(connection);
                names.add(site.dataSource().nameOf(connection));
            }
            if (names.stream().distinct().count() != Site.MAX) {
                findings.violation("of all permits, two are for one connection: " + names);
            }
        } catch (SQLException e) {
            findings.violation("only " + all.size() + " of " + Site.MAX + " permits can be had: " + e.getMessage());
        } finally {
            all.forEach(this::close);
        }
    }

    private void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            findings.violation("close failed: " + e);
        }
    }
}
