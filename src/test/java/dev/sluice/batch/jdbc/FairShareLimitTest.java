package dev.sluice.batch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.OwnThread;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("The fair share of a batch beside other callers")
@Tag("fast")
class FairShareLimitTest {

    private static final int MAX = 10;

    private final FakeTime time = new FakeTime();
    private final FairShareLimit fairShare = FairShareLimit.of(this::look, time);
    private int foreignLoad;
    private int waiting;
    private int mine;

    private FairShareLimit.PoolLoad look() {
        return new FairShareLimit.PoolLoad(MAX, foreignLoad + mine, waiting);
    }

    /** Does chunks beside one other, each lease as much as one alone or all of them together no more than that. */
    private void work(boolean scales) {
        foreignLoad = 1;
        for (int i = 0; i < 300; i++) {
            time.advance(Duration.ofMillis(10));
            long since = time.nanos();
            int leases = fill();
            time.advance(Duration.ofMillis(scales ? 10 : 10L * leases));
            for (int chunk = 0; chunk < leases; chunk++) {
                fairShare.done(since);
            }
            giveBack(leases);
        }
        foreignLoad = 0;
        time.advance(Duration.ofSeconds(2));
        fill();
        giveBack(mine);
        time.advance(Duration.ofMillis(10));
    }

    /** Returns the number of leases that the batch reaches now. */
    private int fill() {
        while (fairShare.enter(Duration.ZERO, () -> false)) {
            mine++;
        }
        return mine;
    }

    private void giveBack(int leases) {
        for (int i = 0; i < leases; i++) {
            mine--;
            fairShare.leave();
        }
    }

    @Test
    @DisplayName("lets a batch use all leases while no other caller needs any")
    void alone() {
        assertThat(fill()).isEqualTo(MAX);
    }

    @Test
    @DisplayName("leaves the recent maximum of the others, and one more")
    void leavesTheirs() {
        work(true);
        foreignLoad = 3;
        assertThat(fill()).isEqualTo(MAX - 4);
        foreignLoad = 0;
        time.advance(Duration.ofMillis(10));
        assertThat(fill()).isEqualTo(MAX - 4);
        time.advance(Duration.ofMillis(1000));
        assertThat(fill()).isEqualTo(MAX - 4);
        time.advance(Duration.ofMillis(1000));
        assertThat(fill()).isEqualTo(MAX);
    }

    @Test
    @DisplayName("ignores a maximum seen in less than two of a hundred samples, and uses the present number")
    void notByWhatIsSeldom() {
        work(true);
        foreignLoad = 3;
        for (int look = 0; look < 199; look++) {
            time.advance(Duration.ofMillis(5));
            fill();
        }
        giveBack(mine);
        assertThat(fill()).isEqualTo(MAX - 4);
        for (int look = 0; look < 4; look++) {
            assertSeldomBusy(MAX - 4);
        }
        assertSeldomBusy(MAX - 6);
    }

    private void assertSeldomBusy(int afterwards) {
        giveBack(mine);
        foreignLoad = 5;
        time.advance(Duration.ofMillis(5));
        assertThat(fill()).as("while they have five").isEqualTo(MAX - 6);
        foreignLoad = 3;
        time.advance(Duration.ofMillis(5));
        assertThat(fill()).as("when they have three again").isEqualTo(afterwards);
    }

    @Test
    @DisplayName("counts its waiters, and makes room as chunks end")
    void countsThoseThatWait() {
        work(true);
        assertThat(fill()).isEqualTo(MAX);
        waiting = 2;
        time.advance(Duration.ofMillis(10));
        giveBack(2);
        assertThat(fill()).isEqualTo(MAX - 2);
        giveBack(2);
        assertThat(fill()).as("two that wait, and one more").isEqualTo(MAX - 3);
    }

    @Test
    @DisplayName("lets the batch begin with one lease beside other callers, and keeps no lease that makes it no faster")
    void takesWhatMakesItFaster() {
        foreignLoad = 1;
        assertThat(fill()).isEqualTo(1);
        giveBack(1);
        work(true);
        foreignLoad = 1;
        time.advance(Duration.ofMillis(10));
        assertThat(fill()).isEqualTo(MAX - 2);
        giveBack(MAX - 2);
        time.advance(Duration.ofMinutes(5));
        work(false);
        foreignLoad = 1;
        time.advance(Duration.ofMillis(10));
        assertThat(fill()).isEqualTo(1);
        foreignLoad = 0;
        time.advance(Duration.ofMinutes(1));
        assertThat(fill()).as("alone it has all").isEqualTo(MAX);
    }

    @Test
    @DisplayName("leaves the batch one lease under any load of the others")
    void oneIsLeft() {
        foreignLoad = MAX;
        waiting = 50;
        assertThat(fill()).isEqualTo(1);
    }

    @Test
    @DisplayName("forgets samples from before a long time without samples")
    void forgets() {
        work(true);
        foreignLoad = 5;
        assertThat(fill()).isEqualTo(MAX - 6);
        giveBack(MAX - 6);
        foreignLoad = 0;
        time.advance(Duration.ofMinutes(1));
        assertThat(fill()).isEqualTo(MAX);
    }

    @Test
    @DisplayName("lets a waiter continue when there is room, at its deadline, and at its cancel")
    void waits() {
        foreignLoad = MAX;
        assertThat(fill()).isEqualTo(1);
        AtomicBoolean calledOff = new AtomicBoolean();
        CompletableFuture<Boolean> first =
                CompletableFuture.supplyAsync(() -> fairShare.enter(Duration.ofHours(1), () -> false), OwnThread.EACH);
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(
                () -> fairShare.enter(Duration.ofHours(1), calledOff::get), OwnThread.EACH);
        Await.until("the first is let in", () -> {
            time.advance(Duration.ofMillis(10));
            if (mine == 1) {
                giveBack(1);
            }
            return first.isDone() || second.isDone();
        });
        calledOff.set(true);
        Await.until("both are done", () -> {
            time.advance(Duration.ofMinutes(10));
            return first.isDone() && second.isDone();
        });

        assertThat(first.join() ^ second.join())
                .as("one lease was given back, so one is let in")
                .isTrue();
    }
}
