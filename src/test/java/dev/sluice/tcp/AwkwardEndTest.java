package dev.sluice.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Lease;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
@DisplayName("A server that ends connections at awkward moments")
@Tag("fast")
class AwkwardEndTest {

    private static final int LENGTH = 12;
    private static final int QUESTIONS = 300;

    /** The system may tell of an end a moment after the server has made it. */
    private static final int FEW = QUESTIONS / 20;

    private AwkwardServer server;
    private TcpPool pool;

    @AfterEach
    void close() {
        pool.pool().close(CloseMode.FORCE, Duration.ZERO);
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 3"})
    @DisplayName(
            "no caller receives the answer of another, and hardly a question is sent to a connection that has ended (T06)")
    void noForeignAnswer(long seed, int size) throws Exception {
        server = new AwkwardServer(LENGTH, seed);
        pool = TcpPool.builder()
                .address(server.address())
                .size(size)
                .retryMin(Duration.ofMillis(1))
                .retryMax(Duration.ofMillis(1))
                .jitter(0)
                .watchInterval(Duration.ZERO)
                .open();
        int metADeadOne = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            String question = ("%0" + LENGTH + "d").formatted(i);
            String answer = ask(question);
            if (answer != null) {
                assertThat(answer).isEqualTo(question);
                Await.until("the server is done with it", () -> server.isDoneWith(question));
            } else if (server.metBy(question) == null) {
                metADeadOne++;
            } else {
                assertThat(server.metBy(question).isAnswered()).isFalse();
            }
        }
        assertThat(metADeadOne).isLessThanOrEqualTo(FEW);
    }

    /** The answer, or null if there was none. */
    private String ask(String question) throws InterruptedException {
        try (Lease<TcpConnection> lease = pool.acquire()) {
            lease.resource().write(question.getBytes(US_ASCII));
            return Loopback.read(lease.resource(), LENGTH);
        } catch (IOException e) {
            return null;
        }
    }
}
