package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.admission.ReplayCaller.ReplayEnd;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class GateReplayTest {

    private static final long FOREVER = Long.MAX_VALUE;

    private static ReplayCaller caller(long arrival, Priority lane, long patience, long hold) {
        return new ReplayCaller(arrival, lane, null, patience, hold);
    }

    private static ReplayCaller tenant(String tenant, long arrival, long hold) {
        return new ReplayCaller(arrival, Priority.NORMAL, tenant, FOREVER, hold);
    }

    private static List<ReplayEnd> replay(List<ReplayCaller> callers, int size, AdmissionPolicy policy) {
        List<ReplayEnd> ends = GateReplay.run(callers, size, policy, Deadline.never(Ticker.system()));
        assertThat(ends).isNotNull();
        return ends;
    }

    @Test
    @DisplayName("a replay beyond its limit ends without a result")
    void late() {
        Deadline passed = Deadline.in(Duration.ZERO, Ticker.system());
        List<ReplayCaller> callers = List.of(caller(0, Priority.NORMAL, FOREVER, 10));
        assertThat(GateReplay.run(callers, 1, AdmissionPolicy.DEFAULT, passed)).isNull();
    }

    private static List<Long> waits(List<ReplayEnd> ends) {
        return ends.stream().map(ReplayEnd::waitedNanos).toList();
    }

    @Test
    @DisplayName("replayed callers of one permit wait for each other, and a critical one goes before a normal one")
    void lanes() {
        List<ReplayEnd> ends = replay(
                List.of(
                        caller(0, Priority.NORMAL, FOREVER, 10),
                        caller(1, Priority.NORMAL, FOREVER, 10),
                        caller(2, Priority.CRITICAL, FOREVER, 10)),
                1,
                AdmissionPolicy.DEFAULT);
        assertThat(waits(ends)).containsExactly(0L, 19L, 8L);
        assertThat(ends).extracting(ReplayEnd::outcome).containsOnly(Outcome.ADMITTED);
    }

    @Test
    @DisplayName("a replayed caller leaves at its deadline, and one beyond the cap is refused at once")
    void refused() {
        AdmissionPolicy capped = AdmissionPolicy.builder().maxWaiters(1).build();
        List<ReplayEnd> ends = replay(
                List.of(
                        caller(0, Priority.NORMAL, FOREVER, 100),
                        caller(1, Priority.NORMAL, 50, 10),
                        caller(2, Priority.NORMAL, FOREVER, 10),
                        caller(60, Priority.NORMAL, FOREVER, 10)),
                1,
                capped);
        assertThat(ends)
                .extracting(ReplayEnd::outcome)
                .containsExactly(Outcome.ADMITTED, Outcome.TIMED_OUT, Outcome.SATURATED, Outcome.ADMITTED);
        assertThat(waits(ends)).containsExactly(0L, 50L, 0L, 40L);
    }

    @Test
    @DisplayName("a reserve and the cap of a tenant hold in a replay")
    void rules() {
        AdmissionPolicy reserved =
                AdmissionPolicy.builder().reserved(Map.of(Priority.HIGH, 1)).build();
        assertThat(waits(replay(
                        List.of(
                                caller(0, Priority.NORMAL, FOREVER, 10),
                                caller(1, Priority.NORMAL, FOREVER, 10),
                                caller(2, Priority.HIGH, FOREVER, 10)),
                        2,
                        reserved)))
                .containsExactly(0L, 9L, 0L);
        AdmissionPolicy shares = AdmissionPolicy.builder()
                .tenants(Map.of("acme", new TenantShare(0, 1, 1, 0), "other", new TenantShare(0, 2, 1, 0)))
                .build();
        assertThat(waits(replay(
                        List.of(tenant("acme", 0, 10), tenant("acme", 1, 10), tenant("other", 2, 10)), 2, shares)))
                .containsExactly(0L, 9L, 0L);
    }

    @Test
    @DisplayName("5,000 callers in a standing overload, with lanes and tenants, all have an end")
    void overload() {
        SplittableRandom random = new SplittableRandom(7);
        List<ReplayCaller> callers = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            callers.add(new ReplayCaller(
                    i * 1_000_000L,
                    Priority.values()[random.nextInt(5)],
                    "t" + random.nextInt(50),
                    random.nextInt(10) == 0 ? FOREVER : random.nextLong(5_000_000_000L),
                    random.nextLong(20_000_000)));
        }
        AdmissionPolicy policy = AdmissionPolicy.builder()
                .tenants(Map.of("t1", new TenantShare(1, 2, 1, 0)))
                .otherTenants(new TenantShare(0, 3, 1, 0))
                .build();
        List<ReplayEnd> ends = replay(callers, 5, policy);
        assertThat(ends).hasSize(5_000);
        assertThat(ends).extracting(ReplayEnd::outcome).contains(Outcome.ADMITTED, Outcome.TIMED_OUT);
    }
}
