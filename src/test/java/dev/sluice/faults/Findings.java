package dev.sluice.faults;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What a campaign met, by the kind of the fault that was in force. Thread-safe. */
final class Findings {

    /** Beyond this the machine, or the test, is to blame no longer. */
    static final Duration GRACE = Duration.ofMillis(250);

    private static final int VIOLATIONS_KEPT = 100;

    private final Lag lag;
    private final Map<Kind, Figures> byKind = new EnumMap<>(Kind.class); // Guarded by this
    private final List<String> violations = new ArrayList<>(); // Guarded by this
    private Kind kind = Kind.RESET; // Guarded by this
    private int number; // Guarded by this

    Findings(Lag lag) {
        this.lag = lag;
    }

    /** What was counted while faults of one kind were in force. */
    static final class Figures {
        int struck;
        int answers;
        int refused;
        long worstWait;
        long worstOvershoot;
        long worstLag;
        long worstRecovery;
        long longest;
        final Map<String, Integer> errors = new TreeMap<>();
    }

    /** A fault begins. */
    synchronized void begin(int newNumber, Kind newKind) {
        number = newNumber;
        kind = newKind;
        figures().struck++;
    }

    /** It is over, and all was at rest again. */
    synchronized void end(long tookNanos) {
        figures().longest = Math.max(figures().longest, tookNanos);
    }

    private Figures figures() {
        return byKind.computeIfAbsent(kind, key -> new Figures());
    }

    /** A promise was broken. */
    synchronized void violation(String what) {
        if (violations.size() < VIOLATIONS_KEPT) {
            violations.add("fault " + number + " " + kind + ": " + what);
        }
    }

    /** A query was answered. */
    synchronized void answered() {
        figures().answers++;
    }

    /** A caller did not get a connection. */
    synchronized void refused() {
        figures().refused++;
    }

    /** A statement failed. */
    synchronized void failed(SQLException e) {
        figures().errors.merge(String.valueOf(e.getSQLState()), 1, Integer::sum);
    }

    /**
     * A caller has come back from the pool. What the machine withheld from the caller itself, or from every thread, is
     * not counted.
     */
    void waited(Waits.Ended wait) {
        long length = wait.end() - wait.begin();
        long overshoot = length - wait.timeout().toNanos();
        long withheld = overshoot > 0 ? Math.max(wait.delay(), lag.withheld(wait.begin(), wait.end())) : 0;
        synchronized (this) {
            Figures figures = figures();
            figures.worstWait = Math.max(figures.worstWait, length);
            figures.worstOvershoot = Math.max(figures.worstOvershoot, overshoot - withheld);
            figures.worstLag = Math.max(figures.worstLag, withheld);
        }
        if (overshoot - withheld > GRACE.toNanos()) {
            violation("a caller waited for " + millis(length) + " ms, with a timeout of "
                    + wait.timeout().toMillis() + " ms, of which the machine withheld " + millis(withheld)
                    + " ms; while it was overdue:\n" + wait.seen());
        }
    }

    /**
     * All is as it should be again, and the first answer came.
     *
     * @param story what the pool did meanwhile, for those who ask why it took so long
     */
    void recovered(long begin, long end, Duration within, Supplier<String> story) {
        long withheld = lag.withheld(begin, end);
        synchronized (this) {
            figures().worstRecovery = Math.max(figures().worstRecovery, end - begin - withheld);
        }
        if (end - begin - withheld > within.toNanos()) {
            violation("first answer " + millis(end - begin) + " ms after the fault, of which the machine withheld "
                    + millis(withheld) + " ms:\n" + story.get());
        }
    }

    static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized Map<Kind, Figures> byKind() {
        return new EnumMap<>(byKind);
    }
}
