package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import dev.sluice.testing.OwnThread;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("Workers whose chunks meet each other")
@Tag("fast")
class ContentionTest {

    private final Contention contention = new Contention(8);

    private void doneWell(int chunks) {
        for (int i = 0; i < chunks; i++) {
            contention.enter();
            contention.done();
            contention.leave();
        }
    }

    private void meets() {
        long entered = contention.enter();
        contention.met(entered);
        contention.leave();
    }

    @Test
    @DisplayName("are halved once for chunks that were under way together, and never fewer than one")
    void halves() {
        long first = contention.enter();
        long second = contention.enter();
        contention.met(first);
        contention.met(second);
        contention.leave();
        contention.leave();
        assertThat(contention.limit()).isEqualTo(4);

        meets();
        meets();
        meets();
        assertThat(contention.limit()).isEqualTo(1);
    }

    @Test
    @DisplayName("are one more after enough chunks without, and later each time that they meet again")
    void grows() {
        meets();
        doneWell(79);
        assertThat(contention.limit()).isEqualTo(4);
        doneWell(1);
        assertThat(contention.limit()).isEqualTo(5);

        meets();
        doneWell(79);
        assertThat(contention.limit()).isEqualTo(2);
        doneWell(1);
        assertThat(contention.limit()).isEqualTo(3);
    }

    @Test
    @DisplayName("wait for their turn until the end of the run at most")
    void waits() {
        for (int i = 0; i < 3; i++) {
            meets();
        }
        contention.enter();
        CompletableFuture<Long> next = CompletableFuture.supplyAsync(contention::enter, OwnThread.EACH);
        CompletableFuture<Long> last = CompletableFuture.supplyAsync(contention::enter, OwnThread.EACH);
        contention.leave();
        Await.until("one of them begins", () -> next.isDone() != last.isDone());
        contention.stop();
        Await.until("nobody waits any more", () -> next.isDone() && last.isDone());
    }

    @Test
    @DisplayName("pause twice as long each time, less a part by chance, so that they do not meet again in step")
    void pauses() {
        RetryBackoff none = new RetryBackoff(Duration.ofNanos(100), Duration.ofNanos(1000), () -> 0);
        RetryBackoff most = new RetryBackoff(Duration.ofNanos(100), Duration.ofNanos(1000), () -> 1);

        assertThat(new long[] {none.nanos(0), none.nanos(1), none.nanos(3), none.nanos(4), none.nanos(99)})
                .containsExactly(100, 200, 800, 1000, 1000);
        assertThat(most.nanos(1)).isEqualTo(150);
    }
}
