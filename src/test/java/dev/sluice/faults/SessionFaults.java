package dev.sluice.faults;

import dev.sluice.testing.OwnThread;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Faults that a running server makes: of one session, or of its mind. Each takes back what it has changed. */
final class SessionFaults {

    private static final int ROWS = 1000;
    private static final int SEEN = 15;

    /** Too little of something, locks and files that cannot be had, and a server that does not take anybody yet. */
    private static final List<String> TROUBLES =
            List.of("53000", "53100", "53200", "53300", "53400", "55P03", "58030", "XX000", "57P03");

    private SessionFaults() {}

    static void terminatedIdle(Scene scene) throws Exception {
        if (scene.traffic().rest(Duration.ofSeconds(10))) {
            try {
                scene.terminateAll();
            } finally {
                scene.traffic().goOn();
            }
        }
    }

    static void terminatedActive(Scene scene) throws Exception {
        scene.act((connection, pid) -> {
            CompletableFuture<Void> killer = CompletableFuture.runAsync(() -> scene.terminate(pid), OwnThread.EACH);
            SQLException failure = scene.failure(connection, "select pg_sleep(5)");
            killer.get(20, TimeUnit.SECONDS);
            scene.require(isLost(failure), "a terminated session said " + failure.getSQLState());
        });
    }

    static void terminatedInTransaction(Scene scene) throws Exception {
        String nonce = "never-" + scene.random().nextLong();
        scene.act((connection, pid) -> {
            connection.setAutoCommit(false);
            Scene.execute(connection, "insert into ledger values ('" + nonce + "')");
            scene.terminate(pid);
            try {
                connection.commit();
                scene.findings().violation("a terminated session has committed");
            } catch (SQLException e) {
                scene.require(isLost(e), "a terminated session said " + e.getSQLState());
            }
        });
        String found = scene.site().server().ask("select count(*) from ledger where nonce = ?", nonce);
        scene.require(found.equals("0"), "what a terminated session had not committed is there");
    }

    static void terminatedMidFetch(Scene scene) throws Exception {
        scene.act((connection, pid) -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(10);
                try (ResultSet rows = statement.executeQuery("select i from generate_series(1, " + ROWS + ") i")) {
                    readToTheEnd(scene, rows, pid);
                }
            } catch (SQLException e) {
                scene.require(isLost(e), "a terminated session said " + e.getSQLState());
            }
        });
    }

    private static void readToTheEnd(Scene scene, ResultSet rows, int pid) throws SQLException {
        for (int i = 1; rows.next(); i++) {
            scene.require(rows.getInt(1) == i, "row " + i + " is another one");
            if (i == SEEN) {
                scene.terminate(pid);
            }
        }
        scene.findings().violation("a terminated session went on to the end of its result");
    }

    private static boolean isLost(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || state.equals("57P01");
    }

    static void tooManyConnections(Scene scene) {
        scene.site()
                .server()
                .execute("alter role " + Site.ROLE + " connection limit "
                        + scene.random().nextInt(2));
        try {
            scene.terminateAll();
            scene.feel(50, 250);
        } finally {
            scene.site().server().execute("alter role " + Site.ROLE + " connection limit -1");
        }
    }

    static void passwordChanged(Scene scene) {
        scene.site().password("another one");
        try {
            scene.terminateAll();
            scene.feel(50, 250);
        } finally {
            scene.site().restorePassword();
        }
    }

    /** Sessions come to be, and what they begin with fails. None of them may stay. */
    static void setupFails(Scene scene) {
        scene.site().ready(false);
        try {
            scene.terminateAll();
            scene.feel(50, 250);
            scene.require(
                    scene.site().sessions().size() <= Site.MAX,
                    "sessions that could not be set up stay: " + scene.site().sessions());
        } finally {
            scene.site().ready(true);
        }
    }

    /** Trouble of the whole server: queries fail, and new sessions too. Sessions that can stay do, and all goes on. */
    static void troublePasses(Scene scene) throws Exception {
        String state = TROUBLES.get(scene.random().nextInt(TROUBLES.size()));
        boolean lost = state.startsWith("57P");
        AtomicReference<String> name = new AtomicReference<>();
        scene.act((connection, pid) -> {
            name.set(scene.site().dataSource().nameOf(connection));
            scene.site().able(state);
            try {
                scene.feel(100, 600);
                String said = scene.failure(connection, "select able()").getSQLState();
                scene.require(state.equals(said), "asked for " + state + ", got " + said);
            } finally {
                scene.site().able(null);
            }
            if (!lost) {
                String same = Scene.ask(connection, "select pg_backend_pid(), able()");
                scene.require(same.equals(String.valueOf(pid)), "the session was lost with " + state);
            }
        });
        requireFate(scene, name.get(), state, lost);
    }

    private static void requireFate(Scene scene, String name, String state, boolean lost) {
        if (lost) {
            scene.require(isGone(scene, name), "kept the session that said " + state);
        } else {
            boolean inPool = scene.site().names().contains(name);
            // it may well have been idle for too long, or too old
            scene.require(
                    inPool || !scene.site().whyClosed(name).equals("broken"), "dropped the session that said " + state);
        }
    }

    static void readOnly(Scene scene) throws Exception {
        scene.site().server().execute("alter system set default_transaction_read_only = on");
        reload(scene, "on");
        try {
            scene.feel(20, 100);
        } finally {
            scene.site().server().execute("alter system reset default_transaction_read_only");
            reload(scene, "off");
        }
    }

    /** Returns when a new session sees it; those that are there see it with their next statement. */
    private static void reload(Scene scene, String expected) throws Exception {
        scene.site().server().execute("select pg_reload_conf()");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(45);
        while (System.nanoTime() - deadline < 0) {
            try (Connection fresh = scene.site().server().connect("look")) {
                if (Scene.ask(fresh, "show default_transaction_read_only").equals(expected)) {
                    return;
                }
            }
        }
        throw new IllegalStateException("PostgreSQL does not take its settings");
    }

    /** At once, or a moment later where Agroal's own thread came first and has not told yet. */
    private static boolean isGone(Scene scene, String name) {
        long begin = System.nanoTime();
        boolean gone = !scene.site().names().contains(name);
        while (!gone && !scene.findings().hasPassed(begin, Findings.GRACE)) {
            Thread.yield();
            gone = !scene.site().names().contains(name);
        }
        return gone;
    }

    /** Returns a fault: a statement fails with this state, which has to end the session only if it means a lost one. */
    static Kind.Strike says(String state, boolean lost) {
        return scene -> {
            AtomicReference<String> name = new AtomicReference<>();
            scene.act((connection, pid) -> {
                name.set(scene.site().dataSource().nameOf(connection));
                String said = scene.failure(connection, "select raise('" + state + "')")
                        .getSQLState();
                scene.require(state.equals(said), "asked for " + state + ", got " + said);
                if (!lost) {
                    String same = Scene.ask(connection, "select pg_backend_pid()");
                    scene.require(same.equals(String.valueOf(pid)), "the session was lost with " + state);
                }
            });
            requireFate(scene, name.get(), state, lost);
        };
    }
}
