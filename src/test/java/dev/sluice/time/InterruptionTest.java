package dev.sluice.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class InterruptionTest {

    @Test
    @DisplayName("work that hangs is interrupted, and its thread continues as if nothing had been")
    void interrupts() throws Exception {
        AtomicReference<Interruption> made = new AtomicReference<>();
        Caller<Boolean> worker = Caller.start(() -> {
            Interruption interruption = new Interruption();
            made.set(interruption);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // as work often leaves it
            }
            boolean interrupted = interruption.end();
            return interrupted && !Thread.currentThread().isInterrupted();
        });
        Await.until("the work has begun", () -> made.get() != null);

        made.get().interrupt();

        assertThat(worker.result()).isTrue();
    }

    @Test
    @DisplayName(
            "work of a thread after the interruptible work is not interrupted; an interrupt by another thread is kept")
    void afterwards() {
        Interruption interruption = new Interruption();
        Thread.currentThread().interrupt();
        assertThat(interruption.end()).isFalse();
        assertThat(Thread.interrupted()).isTrue();

        interruption.interrupt();

        assertThat(Thread.interrupted()).isFalse();
    }
}
