package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Priority;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An operator who changes everything there is to change of a pool of four, while clients come and go, and looks each
 * time whether it has come into force. No client may notice more than a wait.
 */
public final class SteeringUnderLoad implements AutoCloseable {

    private static final int CYCLES = 20;
    private static final AcquireRequest PATIENT = AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(60));

    private final ManagedPool<?> pool;
    private final Console console;
    private final Tally acme = new Tally();
    private final Tally others = new Tally();
    private final Tally notUrgent = new Tally();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Client> clients = new ArrayList<>();
    private final List<CompletableFuture<Void>> running;
    private volatile boolean ended;

    /** A surface that steers the pool. */
    public interface Console {

        /** Changes a rule, by its key in a configuration; an empty value takes it back. */
        void change(String key, String value);

        /** Returns whether a change is refused. */
        boolean refuses(String key, String value);

        /** Pauses the pool. */
        void pause();

        /** Resumes it. */
        void resume();

        /** Changes its sizes. */
        void resize(int min, int max);
    }

    /** The number of leases that some clients hold together. */
    private static final class Tally {

        private final AtomicInteger held = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        void up() {
            most.accumulateAndGet(held.incrementAndGet(), Math::max);
        }

        void down() {
            held.decrementAndGet();
        }
    }

    /** A caller that acquires and releases without a pause. */
    private record Client(AcquireRequest request, List<Tally> tallies, AtomicInteger cycles) {}

    /** Lets the clients begin. */
    public SteeringUnderLoad(ManagedPool<?> pool, Console console) {
        this.pool = pool;
        this.console = console;
        add(4, PATIENT.withTenant("acme"), acme, notUrgent);
        add(4, PATIENT.withTenant("other"), others, notUrgent);
        add(2, PATIENT.withPriority(Priority.CRITICAL));
        running = clients.stream()
                .map(client -> CompletableFuture.runAsync(() -> serve(client), OwnThread.EACH))
                .toList();
    }

    private void add(int count, AcquireRequest request, Tally... tallies) {
        for (int i = 0; i < count; i++) {
            clients.add(new Client(request, List.of(tallies), new AtomicInteger()));
        }
    }

    private void serve(Client client) {
        while (!ended) {
            try {
                Lease<?> lease = pool.acquire(client.request());
                client.tallies().forEach(Tally::up);
                Thread.yield();
                client.tallies().forEach(Tally::down);
                lease.close();
            } catch (Throwable e) {
                failures.add(e);
                return;
            }
            client.cycles().incrementAndGet();
        }
    }

    /** Changes everything, and looks. */
    public void run() {
        console.change("aging", "5ms"); // nobody is to wait for long behind those who are more urgent
        shares();
        reserve();
        pause();
        sizes();
        order();
        assertThat(console.refuses("reserved.low", "4")).isTrue();
        assertThat(console.refuses("max-waiters", "-1")).isTrue();
        assertThat(pool.policy().reserved()).isEmpty();
        everybodyIsServed(CYCLES);
    }

    private void shares() {
        console.change("other-tenants.weight", "1");
        console.change("tenants.acme.cap", "1");
        staysWithin(1, acme);
        console.change("tenants.acme.cap", "");
        console.change("tenants.acme.floor", "3");
        staysWithin(1, others);
        console.change("tenants", "");
        console.change("other-tenants", "");
    }

    private void reserve() {
        console.change("reserved.critical", "3");
        staysWithin(1, notUrgent);
        console.change("reserved.critical", "");
    }

    private void pause() {
        console.pause();
        assertThat(pool.state()).isEqualTo(PoolState.PAUSED);
        Await.until("all wait", () -> pool.stats().waiting() == clients.size() || !failures.isEmpty());
        assertThat(pool.stats().inUse()).isZero();
        console.resume();
        assertThat(pool.state()).isEqualTo(PoolState.RUNNING);
        everybodyIsServed(CYCLES);
    }

    private void sizes() {
        console.resize(1, 2);
        Await.until("the pool is smaller", () -> pool.stats().total() <= 2);
        everybodyIsServed(CYCLES);
        assertThat(pool.stats().total()).isLessThanOrEqualTo(2);
        console.resize(2, 4);
        everybodyIsServed(CYCLES);
    }

    private void order() {
        console.change("fairness", "strict");
        everybodyIsServed(1); // those who were on their way in
        long overtakings = pool.stats().counters().overtakings();
        everybodyIsServed(CYCLES);
        assertThat(pool.stats().counters().overtakings()).isEqualTo(overtakings);
        console.change("fairness", "");
        console.change("max-waiters-by-lane.critical", "100");
        everybodyIsServed(CYCLES);
    }

    /** Once all leases of before have ended, there are never more. */
    private void staysWithin(int most, Tally tally) {
        everybodyIsServed(2);
        tally.most.set(0);
        everybodyIsServed(CYCLES);
        assertThat(tally.most.get()).isEqualTo(most);
    }

    private void everybodyIsServed(int times) {
        List<Integer> wanted =
                clients.stream().map(client -> client.cycles().get() + times).toList();
        Await.until("everybody is served", () -> {
            for (int i = 0; i < wanted.size(); i++) {
                if (clients.get(i).cycles().get() < wanted.get(i)) {
                    return !failures.isEmpty();
                }
            }
            return true;
        });
        assertThat(failures).isEmpty();
    }

    @Override
    public void close() {
        ended = true;
        pool.resume();
        running.forEach(CompletableFuture::join);
    }
}
