package dev.sluice.pool.fault;

import dev.sluice.time.SpanText;
import java.time.Duration;
import java.util.SplittableRandom;

/** A rule in force, with the number of its effects. Thread-safe. */
public final class ActiveFault {

    private final String name;
    private final FaultRule rule;
    private final long endNanos;
    private final SplittableRandom random;
    private long events; // Guarded by this
    private long effects; // Guarded by this

    /**
     * @param name the name of the rule, for operators
     * @param now the time of the injection on the pool's clock
     */
    public ActiveFault(String name, FaultRule rule, long now) {
        this.name = name;
        this.rule = rule;
        this.endNanos = now + rule.timeToLive().toNanos();
        this.random = new SplittableRandom(rule.seed());
    }

    /** Returns the name of the rule. */
    public String name() {
        return name;
    }

    /** Returns the rule. */
    public FaultRule rule() {
        return rule;
    }

    /** Counts an event that the rule concerns. Returns whether the event is affected. */
    public synchronized boolean affectsNext(long now) {
        if (isOver(now)) {
            return false;
        }
        events++;
        Integer onLease = rule.onLease();
        boolean affected = onLease != null
                ? events == onLease
                : rule.percentage() == FaultRule.ALL || random.nextDouble() * FaultRule.ALL < rule.percentage();
        if (affected) {
            effects++;
        }
        return affected;
    }

    /** Returns whether the time to live is over, or all effects have happened. */
    public synchronized boolean isOver(long now) {
        Integer count = rule.count();
        return now - endNanos >= 0 || (count != null && effects >= count) || (rule.onLease() != null && effects > 0);
    }

    /** Returns the number of effects so far. */
    public synchronized long effects() {
        return effects;
    }

    /** Returns the rule in words, with its remaining time and its effects. */
    public String words(long now) {
        Duration left = Duration.ofNanos(Math.max(0, endNanos - now));
        return name + ": " + rule.words() + ", ends in " + SpanText.rounded(left) + ", " + effects() + " effects";
    }
}
