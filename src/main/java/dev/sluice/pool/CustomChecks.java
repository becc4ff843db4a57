package dev.sluice.pool;

import dev.sluice.pool.policy.CheckMoment;
import dev.sluice.pool.policy.Checks;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.store.ResourceCheck;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.time.SpanText;
import dev.sluice.time.TimedCalls;
import dev.sluice.value.BadValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@link Checks}: runs the checks of the application on workers, outside all locks, one after the other.
 * Retires a resource that fails one. Thread-safe.
 */
final class CustomChecks<R> implements PolicyPart {

    private static final String KEY = Checks.DECLARATION.name() + ".names";

    private final PoolCore<R> core;
    private final Retirement<R> retirement;
    private final Map<String, ResourceCheck<?>> known;
    private volatile @Nullable ChecksInForce inForce;

    private record NamedCheck(String name, ResourceCheck<Object> check) {}

    private record ChecksInForce(Checks policy, List<NamedCheck> checks) {}

    CustomChecks(PoolCore<R> core, Retirement<R> retirement, Map<String, ResourceCheck<?>> known) {
        this.core = core;
        this.retirement = retirement;
        this.known = Map.copyOf(known);
        check(core.config.policies());
    }

    @Override
    public void check(PoolPolicies policies) {
        Checks wanted = policies.checks();
        try {
            if (wanted != null) {
                wanted.requireKnown(known.keySet());
            }
        } catch (BadValue e) {
            throw e.renamed(KEY);
        }
    }

    @Override
    public String name() {
        return Checks.DECLARATION.name();
    }

    @Override
    public void apply(PoolPolicies policies) {
        Checks wanted = policies.checks();
        ChecksInForce now = inForce;
        if (Objects.equals(wanted, now == null ? null : now.policy())) {
            return;
        }
        inForce = wanted == null ? null : new ChecksInForce(wanted, named(wanted));
        core.events.checkReturns(isOn(CheckMoment.RETURN));
    }

    @SuppressWarnings("unchecked") // a check for another type fails with an exception, which counts as a failed check
    private List<NamedCheck> named(Checks wanted) {
        List<NamedCheck> checks = new ArrayList<>();
        for (String name : wanted.ordered()) {
            checks.add(new NamedCheck(name, (ResourceCheck<Object>) Objects.requireNonNull(known.get(name), name)));
        }
        return checks;
    }

    @Override
    public @Nullable String state() {
        ChecksInForce now = inForce;
        return now == null
                ? null
                : now.policy().names() + " at " + now.policy().when() + ", at most "
                        + SpanText.exact(now.policy().limit()) + " each";
    }

    /** Returns whether checks run at this moment. */
    boolean isOn(CheckMoment moment) {
        ChecksInForce now = inForce;
        return now != null && now.policy().when().contain(moment);
    }

    /**
     * Runs the checks on a slot that the caller owns in state {@link SlotState#CHECKING}. Retires the slot if one
     * fails.
     *
     * @param then receives null if all checks have passed, and the slot still belongs to the caller; otherwise the
     *     reason of the retirement
     */
    void run(Slot<R> slot, Consumer<@Nullable RetirementReason> then) {
        ChecksInForce now = inForce;
        if (now == null) {
            then.accept(null);
        } else {
            runFrom(0, now, slot, then);
        }
    }

    private void runFrom(int index, ChecksInForce now, Slot<R> slot, Consumer<@Nullable RetirementReason> then) {
        if (index == now.checks().size()) {
            then.accept(null);
            return;
        }
        NamedCheck check = now.checks().get(index);
        Duration limit = now.policy().limit();
        core.customChecks.run(limit, () -> passesInTime(check, slot, limit), (passed, failure) -> {
            if (Boolean.TRUE.equals(passed)) {
                runFrom(index + 1, now, slot, then);
            } else {
                RetirementReason reason = reason(check.name(), limit, failure);
                retire(slot, reason);
                then.accept(reason);
            }
        });
    }

    private boolean passesInTime(NamedCheck check, Slot<R> slot, Duration limit) throws Exception {
        long start = core.ticker.nanos();
        boolean passed = core.store.check(slot.resource(), check.check(), limit);
        if (core.ticker.nanos() - start > limit.toNanos()) {
            throw new IllegalStateException("no answer within " + SpanText.exact(limit));
        }
        return passed;
    }

    private static RetirementReason reason(String name, Duration limit, @Nullable Throwable failure) {
        String words = "check '" + name + "' failed";
        if (failure instanceof TimedCalls.NoAnswer none && none.isStuck()) {
            return new RetirementReason(
                    RetirementReason.Kind.NO_ANSWER, words + ": no answer within " + SpanText.exact(limit));
        }
        return new RetirementReason(
                RetirementReason.Kind.INVALID, failure == null ? words : words + ": " + FailureText.of(failure));
    }

    private void retire(Slot<R> slot, RetirementReason reason) {
        if (!slot.move(SlotState.CHECKING, SlotState.CLOSING)) {
            return; // RACE: another thread has given up the slot, and closes it
        }
        if (reason.kind() == RetirementReason.Kind.NO_ANSWER) {
            retirement.abandon(slot, reason);
        } else {
            retirement.close(slot, reason);
        }
    }
}
