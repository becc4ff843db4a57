package dev.sluice.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.PoolStats;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The process that is soaked. On each line "look" of its input it brings all to rest, collects, tells its figures, and
 * goes on; at "end" it closes everything, and tells what is left.
 */
final class SoakedProcess {

    private static final String ADMIN = "postgres";
    /** Objects of the JDK, the driver and the log manager that exist once and for the life of the process. */
    private static final List<String> NOT_OURS =
            List.of("CompletableFutureDelayScheduler", "Cleaner-0", "Reference Reaper #1", "Attach Listener");

    private static final long REST = TimeUnit.SECONDS.toNanos(60);
    private static final long LAST_THREAD = TimeUnit.SECONDS.toNanos(100);

    private final Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
    private final PrintStream out;
    private final ObjectMapper json = new ObjectMapper();
    private final Counts counts = new Counts();

    private final String user;
    private final String url;

    private SoakedProcess(PrintStream out, String user, String url) {
        this.out = out;
        this.user = user;
        this.url = url;
    }

    /** Arguments: the user, and two URLs of the server. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err); // nothing but figures
        new SoakedProcess(out, arguments[0], arguments[1]).run(arguments[2]);
    }

    private void run(String alias) throws Exception {
        ReentrantReadWriteLock turns = new ReentrantReadWriteLock(true);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (SoakedPools pools = new SoakedPools(url, user, counts)) {
            pools.permit(alias);
            SoakClients clients = new SoakClients(pools, counts, turns);
            SoakReader reader = new SoakReader(pools.manager(), counts);
            SoakOperator operator = new SoakOperator(pools.manager(), counts, turns, user, url, alias);
            while ("look".equals(commands.readLine())) {
                turns.writeLock().lock();
                try {
                    operator.undo();
                    tell(awaitRest(pools));
                } finally {
                    turns.writeLock().unlock();
                }
            }
            operator.end();
            reader.end();
            clients.end();
        }
        awaitThreads();
        tell("");
    }

    /** Returns what is not at rest after a while, or an empty text: the pool, the server, or what both know. */
    private String awaitRest(SoakedPools pools) throws SQLException {
        try (Connection look = DriverManager.getConnection(url, ADMIN, "secret");
                PreparedStatement sessions = look.prepareStatement(
                        "select application_name from pg_stat_activity where usename = ? order by 1")) {
            sessions.setString(1, user);
            long deadline = System.nanoTime() + REST;
            String difference = difference(pools, sessions);
            while (!difference.isEmpty() && System.nanoTime() - deadline < 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                difference = difference(pools, sessions);
            }
            return difference;
        }
    }

    private static String difference(SoakedPools pools, PreparedStatement sessions) throws SQLException {
        PoolStats stats = pools.pool().stats();
        List<String> ours =
                stats.connections().stream().map(ConnectionInfo::id).sorted().toList();
        List<String> theirs = new ArrayList<>();
        try (ResultSet rows = sessions.executeQuery()) {
            while (rows.next()) {
                theirs.add(rows.getString(1));
            }
        }
        boolean rests = stats.state() == PoolState.RUNNING
                && stats.inUse() == 0
                && stats.waiting() == 0
                && stats.creating() == 0
                && stats.closing() == 0;
        return rests && ours.equals(theirs.stream().sorted().toList())
                ? ""
                : stats.state() + ", in use " + stats.inUse() + ", waiting " + stats.waiting() + ", creating "
                        + stats.creating() + ", closing " + stats.closing() + ", connections " + ours + ", sessions "
                        + theirs;
    }

    private void awaitThreads() {
        long deadline = System.nanoTime() + LAST_THREAD;
        while (!threads().isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> !NOT_OURS.contains(name))
                .sorted()
                .toList();
    }

    private void tell(String rest) throws Exception {
        Figures figures = new Figures(rest, threads(), beans(), heap(), counts.byKind(), counts.violations());
        out.println(json.writeValueAsString(figures));
        out.flush();
    }

    private static Set<String> beans() throws JMException {
        Set<String> names = new TreeSet<>();
        for (ObjectName name : SoakReader.names()) {
            names.add(name.getCanonicalName());
        }
        return names;
    }

    /** In kilobytes, after what can be collected has been. */
    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100)); // references are cleared meanwhile
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024;
    }
}
