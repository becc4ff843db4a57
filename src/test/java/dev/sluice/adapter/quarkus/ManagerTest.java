package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.PoolControl;
import dev.sluice.control.PoolManager;
import dev.sluice.pool.PoolEvent;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Tag("service")
class ManagerTest {

    @Inject
    PoolManager manager;

    @Inject
    PoolControl control;

    @Test
    @Timeout(30)
    @DisplayName(
            "M01: a hundred threads that request the manager receive the same manager, whose pool is initialized once")
    void oneManager() throws InterruptedException {
        Set<PoolManager> found = ConcurrentHashMap.newKeySet();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(100);
        for (int i = 0; i < 100; i++) {
            threads.execute(() -> {
                await(start);
                found.add(Arc.container().instance(PoolManager.class).get());
            });
        }
        start.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(found).containsExactly(manager);
        assertThat((Object) control).isSameAs(manager);
        assertThat(manager.events("default", 1000))
                .filteredOn(event -> event.type() == PoolEvent.Type.INITIALIZED)
                .singleElement()
                .satisfies(event -> assertThat(event.count()).isEqualTo(10));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
