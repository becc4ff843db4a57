package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Priority;
import dev.sluice.pool.failure.PoolException;
import dev.sluice.pool.fault.FaultKind;
import dev.sluice.pool.fault.FaultRule;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.policy.Breaker;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.Rate;
import dev.sluice.pool.policy.RateLimit;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A script over a pool whose time, names, chance and threads are those of the test. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class DeterminismTest {

    private static final int STEPS = 400;
    private static final String ID = "op_";

    private final List<String> log = new ArrayList<>();
    private final List<Lease<Thing>> held = new ArrayList<>();
    private Random script = new Random();
    private int operations;

    @Test
    @DisplayName("X11 the same script over policies, faults, resets and time steps causes the same events twice")
    void twice() throws Exception {
        List<String> first = play(7);
        List<String> second = play(7);
        assertThat(second).isEqualTo(first);
        assertThat(first)
                .as("the script reaches what it is about")
                .anyMatch(line -> line.contains("LENT"))
                .anyMatch(line -> line.contains("rateLimit: "))
                .anyMatch(line -> line.contains("FAULT_INJECTION"))
                .anyMatch(line -> line.contains("CREATION_FAILED"))
                .anyMatch(line -> line.contains("INVALID"))
                .anyMatch(line -> line.contains("EXPIRED"))
                .anyMatch(line -> line.contains("OPERATION_COMPLETED"))
                .anyMatch(line -> line.startsWith("refused "));
        assertThat(play(8)).as("another script causes other events").isNotEqualTo(first);
    }

    /** Plays the script of this seed, and returns all events and outcomes as text. */
    private List<String> play(long seed) throws InterruptedException {
        log.clear();
        held.clear();
        operations = 0;
        script = new Random(seed);
        Random chance = new Random(seed);
        TestPool test = TestPool.withChance(
                chance::nextDouble,
                config -> config.minSize(2)
                        .maxSize(5)
                        .maxLifetime(Duration.ofMinutes(2))
                        .idleTimeout(Duration.ofSeconds(40))
                        .validateAfterIdle(Duration.ofSeconds(5))
                        .leakThreshold(Duration.ofSeconds(30))
                        .policies(policies()));
        test.time.movedByWaits = true; // waits end on this thread
        test.pool.permitFaults();
        test.pool.addListener(new PoolListener() {
            @Override
            public boolean wantsLeases() {
                return true;
            }

            @Override
            public void on(PoolEvent event) {
                log.add(event.toString());
            }
        });
        test.pool.start().join();
        for (int i = 0; i < STEPS; i++) {
            step(test);
        }
        held.forEach(Lease::close);
        log.add(test.pool.stats().toString());
        test.close();
        return List.copyOf(log);
    }

    private static PoolPolicies policies() {
        return PoolPolicies.NONE
                .with(new RateLimit(new Rate(2, Rate.Unit.S, 5), null, null, null, PolicyMode.ENFORCE))
                .with(new Breaker(3, Duration.ofSeconds(10), PolicyMode.ENFORCE));
    }

    private void step(TestPool test) throws InterruptedException {
        switch (script.nextInt(12)) {
            case 0, 1, 2, 3 -> acquire(test);
            case 4, 5, 6 -> release();
            case 7 -> test.store.works = script.nextInt(4) == 0 ? thing -> false : thing -> true;
            case 8 -> inject(test);
            case 9 -> order(test);
            default -> test.advance(Duration.ofMillis(script.nextInt(20_000)));
        }
    }

    private void acquire(TestPool test) throws InterruptedException {
        Priority lane = Priority.values()[script.nextInt(Priority.values().length)];
        AcquireRequest request = AcquireRequest.DEFAULT
                .withPriority(lane)
                .withTimeout(Duration.ofSeconds(1))
                .withTag("feature", "f" + script.nextInt(3));
        try {
            held.add(test.pool.acquire(request));
        } catch (PoolException e) {
            log.add("refused " + e);
        }
    }

    private void release() {
        if (!held.isEmpty()) {
            held.remove(script.nextInt(held.size())).close();
        }
    }

    private void inject(TestPool test) {
        FaultKind[] kinds = {
            FaultKind.DELAY_ACQUIRE,
            FaultKind.REFUSE_ACQUIRE,
            FaultKind.FAIL_CREATION,
            FaultKind.FAIL_VALIDATION,
            FaultKind.DROP_CONNECTION
        };
        FaultKind kind = kinds[script.nextInt(kinds.length)];
        Duration delay = kind == FaultKind.DELAY_ACQUIRE ? Duration.ofMillis(200) : null;
        FaultRule rule = new FaultRule(
                kind, null, null, Map.of(), null, 50, script.nextInt(100), 3, null, delay, Duration.ofSeconds(30));
        log(() -> test.pool.injectFault(rule, context()));
    }

    private void order(TestPool test) {
        switch (script.nextInt(3)) {
            case 0 -> log(() -> test.pool.reset(script.nextBoolean(), context()));
            case 1 -> log(() -> test.pool.validate(context()));
            default -> log(() -> test.pool.clearFaults(null, context()));
        }
    }

    private OperationContext context() {
        return new OperationContext(ID + ++operations, false, null, OperationContext.Follower.NONE);
    }

    private void log(Supplier<?> call) {
        try {
            log.add(String.valueOf(call.get()));
        } catch (PoolException e) {
            log.add("refused " + e);
        }
    }
}
