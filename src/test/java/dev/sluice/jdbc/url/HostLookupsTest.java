package dev.sluice.jdbc.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.failure.TargetNotAllowed;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.time.Workers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("fast")
@Timeout(60)
class HostLookupsTest {

    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final InetAddress ADDRESS = HostName.address("10.1.2.3");

    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final ThreadPoolExecutor threads = Workers.bounded("lookups-of-test", 2, 0);

    @AfterEach
    void end() {
        answer.countDown();
        threads.shutdownNow();
    }

    private List<InetAddress> slow(String host) {
        asked.incrementAndGet();
        Await.open(answer);
        return List.of(ADDRESS);
    }

    private HostLookups lookups(HostResolver resolver, Duration limit) {
        return new HostLookups(resolver, threads, limit);
    }

    @Test
    @DisplayName("A name server that does not answer costs a caller the limit, and the request is refused")
    void slowServer() {
        HostLookups lookups = lookups(this::slow, SHORT);
        assertThatThrownBy(() -> lookups.addresses("db.example"))
                .isInstanceOf(UnansweredLookup.class)
                .hasMessage("db.example: no name server has answered within 1 ms");
        TargetPolicy policy = new TargetPolicy(List.of(), List.of("jdbc:postgresql://db.example/"), lookups, false);
        assertThatThrownBy(() -> policy.admit("jdbc:postgresql://db.example/orders", Destinations.NONE, true))
                .isInstanceOf(TargetNotAllowed.class)
                .hasMessageContaining("no name server has answered");
        assertThat(asked).as("look-ups of the host").hasValueLessThanOrEqualTo(1);
    }

    @Test
    @DisplayName("Callers of one host share its look-up")
    void shared() throws Exception {
        HostLookups lookups = lookups(this::slow, LONG);
        List<Caller<List<InetAddress>>> callers = Caller.startTogether(8, () -> lookups.addresses("db.example"));
        Await.until("all callers wait", () -> callers.stream().allMatch(Caller::isWaiting) && asked.get() == 1);
        answer.countDown();
        for (Caller<List<InetAddress>> caller : callers) {
            assertThat(caller.result()).containsExactly(ADDRESS);
        }
    }

    @Test
    @DisplayName("Look-ups beyond the threads are refused at once, and are possible again afterwards")
    void tooMany() throws Exception {
        HostLookups lookups = lookups(this::slow, LONG);
        List<Caller<List<InetAddress>>> callers = List.of(
                Caller.start(() -> lookups.addresses("one.example")),
                Caller.start(() -> lookups.addresses("two.example")));
        Await.until("both are asked", () -> asked.get() == 2);
        assertThatThrownBy(() -> lookups.addresses("three.example"))
                .isInstanceOf(UnansweredLookup.class)
                .hasMessageContaining("too many other look-ups");
        answer.countDown();
        for (Caller<List<InetAddress>> caller : callers) {
            caller.result();
        }
        Await.until("a thread is free", () -> threads.getActiveCount() < 2);
        assertThat(lookups.addresses("three.example")).containsExactly(ADDRESS);
    }

    @Test
    @DisplayName("A name without an address is unknown; a failure of the resolver leaves the look-up unanswered")
    void failures() {
        assertThatThrownBy(() -> lookups(
                                host -> {
                                    throw new UnknownHostException(host);
                                },
                                LONG)
                        .addresses("none.example"))
                .isExactlyInstanceOf(UnknownHostException.class)
                .hasMessage("none.example");
        assertThatThrownBy(() -> lookups(
                                host -> {
                                    throw new StackOverflowError();
                                },
                                LONG)
                        .addresses("bad.example"))
                .isInstanceOf(UnansweredLookup.class);
    }
}
