package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Refusing waiters under standing overload, by controlled delay as in RFC 8289, on fake time. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class SheddingTest {

    private static final Duration TARGET = Duration.ofMillis(50);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(10);

    private final GateFixture fixture = new GateFixture(AdmissionPolicy.builder()
            .shedding(new Shedding(TARGET, INTERVAL))
            .aging(Duration.ofDays(1)) // so that a CRITICAL one always comes first
            .build());
    private final Gate<Integer> gate = fixture.gate;
    private final List<QueuedWaiter<Integer>> queued = new ArrayList<>();

    private QueuedWaiter<Integer> queue(Priority lane) {
        QueuedWaiter<Integer> waiter = new QueuedWaiter<>(GateFixture.ticket(lane, Deadline.never(fixture.time)));
        gate.queue(waiter);
        queued.add(waiter);
        return waiter;
    }

    private void queue(int count) {
        for (int i = 0; i < count; i++) {
            queue(Priority.NORMAL);
        }
    }

    /** For so long, every 10 ms one comes and one permit becomes free. Returns when somebody was refused, in millis. */
    private List<Long> flow(Duration length, Priority lane) {
        List<Long> refusals = new ArrayList<>();
        long before = gate.counters().sheddings();
        for (Duration passed = Duration.ZERO; passed.compareTo(length) < 0; passed = passed.plus(STEP)) {
            fixture.time.advance(STEP);
            queue(lane);
            fixture.give(1);
            for (; before < gate.counters().sheddings(); before++) {
                refusals.add(TimeUnit.NANOSECONDS.toMillis(fixture.time.nanos()));
            }
        }
        return refusals;
    }

    @Test
    @DisplayName("after waits of a whole interval above the target one is refused, then in shorter and shorter steps")
    void controlLaw() {
        queue(1000); // the newest comes behind all of these, so no wait is short

        List<Long> refusals = flow(Duration.ofMillis(4500), Priority.NORMAL);

        // the first wait of 50 ms is at 50 ms; then 1 s, 1/√2 s, 1/√3 s … apart, rounded up to the next free permit
        assertThat(refusals).startsWith(1050L, 2050L, 2760L, 3340L, 3840L, 4290L);
        assertThat(refusals).hasSize(6);
    }

    @Test
    @DisplayName("a refused waiter has its waiting time in the report, and the permit is handed to the next")
    void theNextIsServed() {
        queue(1000);
        flow(Duration.ofMillis(1040), Priority.NORMAL);
        int served =
                (int) queued.stream().filter(waiter -> waiter.outcome() != null).count();
        QueuedWaiter<Integer> first = queued.get(served);
        QueuedWaiter<Integer> second = queued.get(served + 1);

        fixture.time.advance(STEP);
        fixture.give(1);

        assertThat(first.outcome().outcome()).isEqualTo(Outcome.SHED);
        assertThat(first.outcome().permit()).isNull();
        assertThat(first.outcome().waitedNanos())
                .isEqualTo(Duration.ofMillis(1050).toNanos());
        assertThat(second.outcome().outcome()).isEqualTo(Outcome.ADMITTED);
        assertThat(fixture.free).isEmpty();
    }

    @Test
    @DisplayName("a burst that drains within the interval is left alone, however long its waits")
    void burst() {
        queue(90); // drained after 900 ms, with waits of up to 900 ms
        for (int i = 0; i < 90; i++) {
            fixture.time.advance(STEP);
            fixture.give(1);
        }

        assertThat(gate.waiting()).isZero();
        assertThat(gate.counters().sheddings()).isZero();
    }

    @Test
    @DisplayName("two bursts with quiet between them are two bursts: that there was one long ago does not count")
    void twoBursts() {
        burst();
        fixture.time.advance(Duration.ofHours(1));
        queue(10);
        fixture.time.advance(TARGET.multipliedBy(2));
        for (int i = 0; i < 10; i++) {
            fixture.give(1);
        }

        assertThat(gate.counters().sheddings()).isZero();
    }

    @Test
    @DisplayName("a single short wait ends the shedding")
    void ends() {
        queue(1000);
        flow(Duration.ofMillis(1500), Priority.NORMAL);
        assertThat(gate.counters().sheddings()).isEqualTo(1);
        queue(Priority.CRITICAL);
        fixture.give(1); // to a wait of no time at all

        assertThat(flow(Duration.ofMillis(900), Priority.NORMAL)).isEmpty();
    }

    @Test
    @DisplayName("soon after, it continues at its last interval; long after, it begins again")
    void resumes() {
        queue(2000);
        flow(Duration.ofMillis(4500), Priority.NORMAL); // six refusals
        queue(Priority.CRITICAL);
        fixture.give(1);

        List<Long> soon = flow(Duration.ofMillis(1800), Priority.NORMAL);

        assertThat(soon).as("the second comes after 1/√4 s and not after 1 s").hasSizeGreaterThanOrEqualTo(2);
        assertThat(soon.get(1) - soon.get(0)).isEqualTo(500);
    }

    @Test
    @DisplayName("the most urgent lane is exempt")
    void critical() {
        for (int i = 0; i < 1000; i++) {
            queue(Priority.CRITICAL);
        }

        assertThat(flow(Duration.ofSeconds(5), Priority.CRITICAL)).isEmpty();
    }

    @Test
    @DisplayName("a single waiter is served: a refusal would leave the permit unused")
    void alone() {
        for (int i = 0; i < 100; i++) {
            QueuedWaiter<Integer> waiter = queue(Priority.NORMAL);
            fixture.time.advance(INTERVAL);
            fixture.give(1);
            assertThat(waiter.outcome().outcome()).isEqualTo(Outcome.ADMITTED);
        }
    }

    @Test
    @DisplayName("while no permit is free no caller is refused: that is the task of deadlines")
    void nothingFree() {
        queue(10);
        fixture.time.advance(Duration.ofMinutes(1));
        gate.supplied();

        assertThat(gate.waiting()).isEqualTo(10);
    }

    @Test
    @DisplayName("by default no caller is refused")
    void offByDefault() {
        gate.policy(AdmissionPolicy.DEFAULT);
        queue(1000);

        assertThat(flow(Duration.ofSeconds(5), Priority.NORMAL)).isEmpty();
    }

    @Test
    @DisplayName("a target that is not below the interval makes no sense")
    void rules() {
        assertThatThrownBy(() -> new Shedding(INTERVAL, INTERVAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shedding.target");
        assertThatThrownBy(() -> new Shedding(TARGET, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shedding.interval");
    }
}
