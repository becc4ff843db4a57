package dev.sluice.pool;

import dev.sluice.pool.store.Store;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts that maintain a pool's resources, created in the order of their dependencies. The constructor of each part
 * receives the earlier parts that it uses. Operations, acquire and release are built over these parts.
 */
final class PoolParts<R> {

    final PoolCore<R> core;
    final Proof<R> proof;
    final Leaks<R> leaks;
    final Retirement<R> retirement;
    final Surplus<R> surplus;
    final Circulation<R> circulation;
    final CreationPolicies<R> onCreations;
    final CustomChecks<R> customChecks;
    final CreationFailures<R> failures;
    final Creation<R> creation;
    final ResourceChecks<R> checks;
    final Growth<R> growth;
    final Probes<R> probes;
    final EarlyReplacement<R> replacement;
    final WarmUpPart<R> warmUp;
    final PoolCondition<R> condition;
    final TaggingPart<R> tagging;
    final AffinityPart<R> affinity;
    final AdaptiveSizePart<R> adaptiveSize;
    final DegradationPart<R> degradation;
    final ActivePolicies<R> policies;
    final HistoryPart<R> history;

    PoolParts(String name, PoolConfig config, Store<R> store, PoolRuntime runtime) {
        core = new PoolCore<>(name, config, store, runtime);
        Supply supply = new GrowthToCome();
        proof = new Proof<>(core);
        leaks = new Leaks<>(core);
        retirement = new Retirement<>(core, leaks, supply);
        surplus = new Surplus<>(core, retirement);
        circulation = new Circulation<>(core, retirement, surplus, supply);
        customChecks = new CustomChecks<>(core, retirement, runtime.checks());
        onCreations = new CreationPolicies<>(core, supply);
        failures = new CreationFailures<>(core, proof, supply, onCreations, runtime.random());
        SlotRegistration<R> registration = new SlotRegistration<>(core, proof, failures, runtime.random());
        creation = new Creation<>(core, retirement, circulation, customChecks, failures, registration, supply);
        checks = new ResourceChecks<>(core, proof, retirement, circulation, customChecks, failures, supply);
        probes = new Probes<>(core, proof, circulation, checks, failures, creation);
        growth = new Growth<>(core, retirement, failures, creation, checks, probes);
        replacement = new EarlyReplacement<>(core, creation, failures, retirement);
        warmUp = new WarmUpPart<>(core, creation);
        condition = new PoolCondition<>(core, proof, failures, warmUp::isAwaited);
        tagging = new TaggingPart<>(core);
        affinity = new AffinityPart<>(core, circulation, customChecks, checks);
        adaptiveSize = new AdaptiveSizePart<>(core);
        degradation = new DegradationPart<>(core);
        List<PolicyPart> parts = new ArrayList<>();
        parts.add(new RateLimitPart<>(core));
        parts.add(tagging);
        parts.addAll(onCreations.parts());
        parts.add(new HoldLimitPart<>(core, retirement));
        parts.add(new FaultPart<>(core, retirement));
        parts.add(warmUp);
        parts.add(customChecks);
        parts.add(affinity);
        parts.add(adaptiveSize);
        parts.add(degradation);
        policies = new ActivePolicies<>(core, parts);
        history = new HistoryPart<>(core, condition, leaks, degradation);
        core.faults.onChange(policies::refresh);
    }

    /** Passes calls to the growth, for the parts that are created before it. */
    private final class GrowthToCome implements Supply {

        @Override
        public void meetDemand() {
            growth.meetDemand();
            warmUp.proceed();
        }

        @Override
        public void owe() {
            growth.owe();
        }

        @Override
        public boolean tryProbe() {
            return growth.tryProbe();
        }
    }
}
