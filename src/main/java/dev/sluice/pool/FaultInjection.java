package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.Unsupported;
import dev.sluice.pool.failure.WrongState;
import dev.sluice.pool.fault.ActiveFault;
import dev.sluice.pool.fault.FaultKind;
import dev.sluice.pool.fault.FaultRule;
import dev.sluice.pool.fault.InjectedFault;
import dev.sluice.time.GrowingInterval;
import dev.sluice.time.Ticker;
import dev.sluice.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The injected faults of one pool. Each rule ends at its time to live; while rules exist, an event each minute says so.
 * Without rules, no acquire knows of them. Thread-safe.
 */
final class FaultInjection {

    /** Maximum number of rules of a pool. */
    static final int MOST_RULES = 20;

    private static final Duration REMINDER = Duration.ofMinutes(1);
    private static final String OPERATION = "inject-fault";

    private final String pool;
    private final PoolEvents events;
    private final PoolCounters counters;
    private final Ticker ticker;
    private final Timer timer;
    private final GrowingInterval effects = new GrowingInterval();
    private volatile List<ActiveFault> active = List.of(); // Written under this
    private volatile boolean permitted;
    private volatile Runnable onChange = () -> {};
    private int lastNumber; // Guarded by this
    private final Map<ActiveFault, Timer.Scheduled> endings = new HashMap<>(); // Guarded by this
    private Timer.@Nullable Scheduled reminder; // Guarded by this

    FaultInjection(String pool, PoolEvents events, PoolCounters counters, Ticker ticker, Timer timer) {
        this.pool = pool;
        this.events = events;
        this.counters = counters;
        this.ticker = ticker;
        this.timer = timer;
    }

    /** Sets the action that follows each change of the rules. */
    void onChange(Runnable action) {
        onChange = action;
    }

    /** Permits rules from now on. */
    void permit() {
        permitted = true;
    }

    /**
     * Checks that another rule is possible.
     *
     * @throws Unsupported if fault injection is off
     * @throws WrongState if the pool has the maximum of rules
     */
    void checkRoom() {
        if (!permitted) {
            throw new Unsupported(
                    pool, OPERATION, "has no fault injection; start with sluice.fault-injection.enabled=true");
        }
        if (active.size() >= MOST_RULES) {
            throw new WrongState(
                    pool, OPERATION, "at its maximum of " + MOST_RULES + " rules", "clear-faults removes rules");
        }
    }

    /** Puts a rule in force. Returns the rule in words. */
    String inject(FaultRule rule) {
        ActiveFault fault;
        synchronized (this) {
            checkRoom();
            fault = begin(rule);
        }
        return announced(fault);
    }

    /**
     * Puts a rule of the demonstration in force, without the permission that orders need. Returns its name; empty if the
     * pool has the maximum of rules.
     */
    List<String> demonstrate(FaultRule rule) {
        ActiveFault fault;
        synchronized (this) {
            if (active.size() >= MOST_RULES) {
                return List.of();
            }
            fault = begin(rule);
        }
        announced(fault);
        return List.of(fault.name());
    }

    // Guarded by this
    private ActiveFault begin(FaultRule rule) {
        ActiveFault fault = new ActiveFault("f" + ++lastNumber, rule, ticker.nanos());
        List<ActiveFault> more = new ArrayList<>(active);
        more.add(fault);
        active = List.copyOf(more);
        endings.put(fault, timer.once(rule.timeToLive(), () -> end(fault, "its time to live is over")));
        if (reminder == null) {
            reminder = timer.every(REMINDER, this::remind);
        }
        return fault;
    }

    private String announced(ActiveFault fault) {
        String words = fault.words(ticker.nanos());
        onChange.run();
        publish(1, "begins: " + words);
        return words;
    }

    /** Removes all rules, or the one of this name. Returns the names of the removed rules. */
    List<String> clear(@Nullable String name) {
        List<String> cleared = new ArrayList<>();
        for (ActiveFault fault : active) {
            if ((name == null || fault.name().equals(name)) && end(fault, "cleared")) {
                cleared.add(fault.name());
            }
        }
        return cleared;
    }

    private boolean end(ActiveFault fault, String why) {
        synchronized (this) {
            List<ActiveFault> fewer = new ArrayList<>(active);
            if (!fewer.remove(fault)) {
                return false;
            }
            active = List.copyOf(fewer);
            Timer.Scheduled ending = endings.remove(fault);
            if (ending != null) {
                ending.cancel();
            }
            if (fewer.isEmpty() && reminder != null) {
                reminder.cancel();
                reminder = null;
            }
        }
        onChange.run();
        publish(1, "ends: " + fault.name() + ", " + why + "; " + fault.effects() + " effects");
        return true;
    }

    private void remind() {
        List<String> rules = rules();
        if (!rules.isEmpty()) {
            publish(1, "is in force: " + String.join("; ", rules));
        }
    }

    private void publish(long count, String words) {
        events.pool(Type.FAULT_INJECTION, count, words);
    }

    /** Returns the rules in force, in words. */
    List<String> rules() {
        long now = ticker.nanos();
        return active.stream()
                .filter(fault -> !fault.isOver(now))
                .map(fault -> fault.words(now))
                .toList();
    }

    /** Returns whether a rule has such a kind. */
    boolean concerns(Predicate<FaultKind> kind) {
        return active.stream().anyMatch(fault -> kind.test(fault.rule().kind()));
    }

    /** Fails a creation if a rule says so. */
    void beforeCreation() throws InjectedFault {
        ActiveFault fault = next(FaultKind.FAIL_CREATION, rule -> true);
        if (fault != null) {
            throw new InjectedFault(fault.name());
        }
    }

    /** Returns whether the validation of the resource of this name must fail. */
    boolean failsValidation(String name) {
        return next(FaultKind.FAIL_VALIDATION, rule -> rule.concerns(name)) != null;
    }

    /** Returns the rule of this kind that affects a caller, and counts the effect; null if none does. */
    @Nullable
    ActiveFault next(FaultKind kind, AcquireRequest request) {
        return next(kind, rule -> rule.concerns(request.priority(), request.tenant(), request.tags()));
    }

    private @Nullable ActiveFault next(FaultKind kind, Predicate<FaultRule> concerned) {
        for (ActiveFault fault : active) {
            if (fault.rule().kind() == kind && concerned.test(fault.rule()) && affects(fault)) {
                return fault;
            }
        }
        return null;
    }

    private boolean affects(ActiveFault fault) {
        long now = ticker.nanos();
        if (!fault.affectsNext(now)) {
            return false;
        }
        counters.injectedFaults.increment();
        long unsaid = effects.pass(ticker.instant());
        if (unsaid != GrowingInterval.HELD_BACK) {
            publish(
                    1 + unsaid,
                    "has an effect: " + fault.name() + ", " + fault.rule().kind());
        }
        if (fault.isOver(now)) {
            end(fault, "all its effects have happened");
        }
        return true;
    }
}
