package dev.sluice.pool.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A slot remembers its last leases (X13)")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class LeaseHistoryTest {

    private static final int REMEMBERED = 512;

    private record Seen(long lent, long back, long waited, Object note) {}

    private final Slot<Object> slot = slot();

    private static Slot<Object> slot() {
        Slot<Object> slot = new Slot<>(
                new Birth(1, 0, 1, Instant.EPOCH), new Object(), new Room(() -> 1).tryTake(), Long.MAX_VALUE);
        slot.move(SlotState.CHECKING, SlotState.IDLE);
        return slot;
    }

    private void lease(Seen lease) {
        long number = slot.tryLease();
        slot.begin(number, lease.lent, lease.waited, Thread.currentThread(), lease.note);
        slot.ends(number, lease.back);
        assertThat(slot.moveFrom(number, SlotState.IDLE)).isTrue();
    }

    private List<Seen> remembered() {
        List<Seen> leases = new ArrayList<>();
        slot.eachLease((lent, back, waited, note) -> leases.add(new Seen(lent, back, waited, note)));
        return leases;
    }

    @Test
    @DisplayName("each lease is listed in its order and with its duration, similar to others or not")
    void whatever() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            LeaseHistoryTest fresh = new LeaseHistoryTest();
            List<Seen> all = new ArrayList<>();
            long now = 1;
            long held = 0;
            String[] notes = {"a", "b"};
            for (int i = random.nextInt(1500); i > 0; i--) {
                now += random.nextInt(10) == 0 ? 1 : 0;
                long back = now + (random.nextInt(20) == 0 ? 1 : 0);
                long waited = random.nextInt(20) == 0 ? 7 : 0;
                Seen lease = new Seen(now, back, waited, notes[random.nextInt(30) == 0 ? 1 : 0]);
                fresh.lease(lease);
                all.add(lease);
                held += back - now;
                now = back;
            }
            List<Seen> seen = fresh.remembered();
            assertThat(seen)
                    .as("seed %d", seed)
                    .isEqualTo(all.subList(all.size() - seen.size(), all.size()))
                    .hasSizeGreaterThanOrEqualTo(Math.min(all.size(), REMEMBERED))
                    .hasSizeLessThanOrEqualTo(REMEMBERED + 1);
            assertThat(fresh.slot.heldNanos()).as("seed %d", seed).isEqualTo(held);
            assertThat(fresh.slot.leases()).as("seed %d", seed).isEqualTo(all.size());
        }
    }

    @Test
    @DisplayName("a present lease is reported as such, after similar ended leases")
    void stillOut() {
        lease(new Seen(5, 5, 0, "a"));
        lease(new Seen(5, 5, 0, "a"));
        slot.begin(slot.tryLease(), 5, 0, Thread.currentThread(), "a");
        assertThat(remembered())
                .containsExactly(
                        new Seen(5, 5, 0, "a"), new Seen(5, 5, 0, "a"), new Seen(5, LeaseVisitor.STILL_OUT, 0, "a"));
    }

    @Test
    @DisplayName("a reading under load never reports a lease that did not exist")
    void busy() throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread owner = new Thread(() -> {
            long now = 1;
            for (int i = 0; !ended.get(); i++) {
                now += i % 100 == 0 ? 1 : 0;
                lease(new Seen(now, now, 0, "a"));
            }
        });
        owner.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        owner.start();
        for (int i = 0; i < 20_000; i++) {
            List<Seen> seen = remembered();
            assertThat(seen).hasSizeLessThanOrEqualTo(REMEMBERED + 1);
            long before = 0;
            for (Seen lease : seen) {
                assertThat(lease.lent).isGreaterThanOrEqualTo(before);
                before = lease.lent;
            }
        }
        ended.set(true);
        owner.join();
        assertThat(failure.get()).isNull();
    }
}
