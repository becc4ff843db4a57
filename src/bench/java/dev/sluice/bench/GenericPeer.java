package dev.sluice.bench;

import dev.sluice.generic.GenericPool;
import dev.sluice.pool.CloseMode;
import java.time.Duration;

/** Sluice's pool of anything, here of plain objects, with the rules that JDBC pools have by default. */
final class GenericPeer implements Peer {

    private final GenericPool<Object> pool;

    private GenericPeer(PeerSettings settings) {
        pool = GenericPool.builder("bench")
                .factory(Object::new)
                .closer(object -> {})
                .minSize(settings.min())
                .maxSize(settings.max())
                .acquireTimeout(settings.timeout())
                .admission(SluicePeer.rules(settings).build().admission())
                .build();
    }

    static GenericPeer open(PeerSettings settings) {
        return new GenericPeer(settings);
    }

    @Override
    public AutoCloseable acquire() throws InterruptedException {
        return pool.acquire();
    }

    @Override
    public void close() {
        pool.pool().close(CloseMode.FORCE, Duration.ZERO);
    }
}
