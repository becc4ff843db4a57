package dev.sluice.faults;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The findings of a campaign, by the kind of the fault in force. Thread-safe. */
final class Findings {

    /** Beyond this the machine, or the test, is to blame no longer. */
    static final Duration GRACE = Duration.ofMillis(250);

    private static final int MOST_TIMES = 4;

    /** At this number a campaign ends: it would find the same again and again. */
    private static final int VIOLATIONS_KEPT = 100;

    private final String name;
    private final Lag lag;
    private final Map<Kind, Figures> byKind = new EnumMap<>(Kind.class); // Guarded by this
    private final List<String> violations = new ArrayList<>(); // Guarded by this
    private Kind kind = Kind.RESET; // Guarded by this
    private int number; // Guarded by this

    Findings(Lag lag) {
        this("", lag);
    }

    /** Of a campaign, whose violations begin with its name: the seed that repeats it. */
    Findings(String name, Lag lag) {
        this.name = name;
        this.lag = lag;
    }

    /** The counts while faults of one kind were in force. */
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

        private void add(Figures other) {
            struck += other.struck;
            answers += other.answers;
            refused += other.refused;
            worstWait = Math.max(worstWait, other.worstWait);
            worstOvershoot = Math.max(worstOvershoot, other.worstOvershoot);
            worstLag = Math.max(worstLag, other.worstLag);
            worstRecovery = Math.max(worstRecovery, other.worstRecovery);
            longest = Math.max(longest, other.longest);
            other.errors.forEach((state, count) -> errors.merge(state, count, Integer::sum));
        }
    }

    /** Returns the sums of several campaigns that have ended. */
    static Map<Kind, Figures> together(List<Findings> all) {
        Map<Kind, Figures> sum = new EnumMap<>(Kind.class);
        all.forEach(one -> one.byKind()
                .forEach((kind, figures) ->
                        sum.computeIfAbsent(kind, key -> new Figures()).add(figures)));
        return sum;
    }

    /** A fault begins. */
    synchronized void begin(int newNumber, Kind newKind) {
        number = newNumber;
        kind = newKind;
        figures().struck++;
    }

    /** Records the end of a fault, after the pool was at rest again. */
    synchronized void end(long tookNanos) {
        figures().longest = Math.max(figures().longest, tookNanos);
    }

    private Figures figures() {
        return byKind.computeIfAbsent(kind, key -> new Figures());
    }

    /** A step of the campaign, which may fail. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /**
     * Runs a step. An exception or error is a violation, and the campaign goes on.
     *
     * @param what the step, for the violation
     * @param story what the pool did meanwhile
     * @throws InterruptedException if the campaign is ended
     */
    void guard(String what, Step step, Supplier<String> story) throws InterruptedException {
        try {
            step.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable t) {
            StackTraceElement[] frames = t.getStackTrace();
            violation(what + " failed: " + t + (frames.length == 0 ? "" : ", at " + frames[0]) + "\n" + story.get());
        }
    }

    /** Returns whether the maximum number of findings is recorded. */
    synchronized boolean isFull() {
        return violations.size() >= VIOLATIONS_KEPT;
    }

    /**
     * Returns whether a time has passed since a moment, without the time that the machine withheld. On a machine that
     * withholds nearly all of it, logins take longer than they may, and no attempt succeeds; so {@value #MOST_TIMES}
     * times as long is enough.
     */
    boolean hasPassed(long begin, Duration time) {
        long now = System.nanoTime();
        long passed = now - begin;
        return passed >= time.toNanos()
                && (passed >= MOST_TIMES * time.toNanos() || passed - lag.withheld(begin, now) >= time.toNanos());
    }

    /** A promise was broken. */
    synchronized void violation(String what) {
        if (violations.size() < VIOLATIONS_KEPT) {
            violations.add(name + "fault " + number + " " + kind + ": " + what);
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
     * Notes that a caller has come back from the pool. Withheld time is not counted.
     */
    void waited(Waits.Ended wait) {
        long length = wait.end() - wait.begin();
        long overshoot = length - wait.timeout().toNanos();
        long withheld = overshoot > GRACE.toNanos() ? lag.withheld(wait.begin(), wait.end()) : 0;
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

    /** Something that began then has just come true. */
    void within(long begin, Duration limit, String what) {
        long end = System.nanoTime();
        long withheld = lag.withheld(begin, end);
        if (end - begin - withheld > limit.toNanos()) {
            violation(what + " only after " + millis(end - begin) + " ms, of which the machine withheld "
                    + millis(withheld) + " ms");
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
