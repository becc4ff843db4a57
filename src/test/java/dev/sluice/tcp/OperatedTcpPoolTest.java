package dev.sluice.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.PoolManager;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.testing.Await;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool of connections is operated like any other. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class OperatedTcpPoolTest {

    @Test
    @DisplayName("a pool that is registered is reset, renewed, paused, resumed, resized and drained, with its sockets")
    void operated() throws Exception {
        try (Loopback loopback = new Loopback()) {
            TcpPool tcp = loopback.connected(settings -> settings.name("cache").size(3));
            PoolManager manager = new PoolManager();
            manager.register(tcp.pool());
            ManagedPool<?> pool = manager.pool("cache");

            assertThat(pool.reset(false).complete()).isTrue();
            loopback.awaitAllUp(tcp);
            assertThat(pool.renew().complete()).isTrue();
            loopback.awaitAllUp(tcp);
            Await.until("the server has seen them all", () -> loopback.server.accepted() == 9);

            pool.pause();
            assertThat(manager.stats("cache").state()).isEqualTo(PoolState.PAUSED);
            pool.resume();
            pool.resize(5, 5, OperationContext.plain());
            loopback.awaitAllUp(tcp);
            tcp.resize(2);
            loopback.awaitAllUp(tcp);
            try (Lease<TcpConnection> lease = tcp.acquire()) {
                assertThat(Loopback.exchange(lease.resource(), "hello")).isEqualTo("hello");
            }

            pool.drain(Duration.ofSeconds(10), OperationContext.plain());
            Await.until("all sockets are gone", () -> loopback.server.open() == 0);
            pool.enable(OperationContext.plain());
            loopback.awaitAllUp(tcp);
        }
    }
}
