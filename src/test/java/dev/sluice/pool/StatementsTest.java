package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.pool.store.Activity;
import dev.sluice.pool.store.Activity.SessionWork;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The statements that holders run")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class StatementsTest {

    private static PoolQueue queue(TestPool test) {
        return test.pool.queue(new PoolQueue.Page(false, true, 0, PoolQueue.PAGE));
    }

    private static Activity running(List<Thing> things) {
        List<SessionWork> works = new ArrayList<>();
        things.forEach(thing -> works.add(new SessionWork((long) thing.number, "active", "select " + thing.number)));
        return new Activity(works, null);
    }

    @Test
    @DisplayName("are shown with their sessions, and requested only on demand and only for the holders of the page")
    void shown() throws Exception {
        TestPool test = TestPool.started(UnaryOperator.identity());
        AtomicInteger asked = new AtomicInteger();
        test.store.activity = things -> {
            asked.addAndGet(things.size());
            return running(things);
        };
        assertThat(queue(test).statementsMissing()).as("nobody holds anything").isNull();
        Lease<Thing> first = test.acquire();
        Lease<Thing> second = test.acquire();
        assertThat(test.pool.queue(true).holders()).allMatch(holder -> holder.statement() == null);
        assertThat(asked).hasValue(0);

        assertThat(queue(test).holders())
                .extracting(PoolQueue.Holder::session, PoolQueue.Holder::sessionState, PoolQueue.Holder::statement)
                .containsExactly(
                        tuple((long) first.resource().number, "active", "select " + first.resource().number),
                        tuple((long) second.resource().number, "active", "select " + second.resource().number));
        assertThat(test.pool.queue(new PoolQueue.Page(false, true, 1, 1)).holders())
                .extracting(PoolQueue.Holder::connection)
                .containsExactly(second.name());
        assertThat(asked).hasValue(3);
    }

    @Test
    @DisplayName("are omitted for a lease that ended during the request, because they may belong to the next holder")
    void endedMeanwhile() throws Exception {
        TestPool test = TestPool.started(UnaryOperator.identity());
        Lease<Thing> lease = test.acquire();
        List<Lease<Thing>> next = new ArrayList<>();
        test.store.activity = things -> {
            lease.close();
            next.add(test.acquire());
            return running(things);
        };

        PoolQueue queue = queue(test);

        assertThat(next.get(0).name()).isEqualTo(lease.name());
        assertThat(queue.holders()).singleElement().satisfies(holder -> {
            assertThat(holder.session()).isNull();
            assertThat(holder.statement()).isNull();
        });
    }

    @Test
    @DisplayName("are missing with the reason where the database fails or has none")
    void missing() throws Exception {
        TestPool test = TestPool.started(UnaryOperator.identity());
        test.acquire();
        assertThat(queue(test).statementsMissing()).isEqualTo("things run no statements");
        test.store.activity = things -> {
            throw new IllegalStateException("refused: too many");
        };
        PoolQueue queue = queue(test);
        assertThat(queue.statementsMissing()).contains("cannot ask the database", "refused: too many");
        assertThat(queue.holders()).hasSize(1);
        test.pool.beginClose();
        assertThat(queue(test).statementsMissing()).isEqualTo("the pool is closed");
    }

    @Test
    @DisplayName("do not delay the page if the database hangs, and at most one worker waits for the answer")
    void hangs() throws Exception {
        try (TestPool test =
                TestPool.startedOnThreads(settings -> settings.minSize(1).maxSize(2))) {
            test.acquire();
            CountDownLatch answer = new CountDownLatch(1);
            AtomicInteger hanging = new AtomicInteger();
            test.store.activity = things -> {
                hanging.incrementAndGet();
                Await.open(answer);
                return running(things);
            };
            List<Caller<PoolQueue>> pages = Caller.startTogether(4, () -> queue(test));
            for (Caller<PoolQueue> page : pages) {
                assertThat(page.result().statementsMissing()).isEqualTo("no answer from the database within 1000 ms");
                assertThat(page.result().holders()).hasSize(1);
            }
            Await.until("one hangs", () -> hanging.get() > 0);
            assertThat(hanging).hasValue(1);
            test.acquire().close();
            answer.countDown();
            Await.until("the next request is answered", () -> queue(test).statementsMissing() == null);
        }
    }
}
