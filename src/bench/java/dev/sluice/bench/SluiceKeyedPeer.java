package dev.sluice.bench;

import dev.sluice.keyed.KeyedConfig;
import dev.sluice.keyed.KeyedLease;
import dev.sluice.keyed.KeyedPool;
import dev.sluice.pool.CloseMode;
import java.time.Duration;

/** Sluice's keyed pool, by leases, which are counted; each key has one resource, for all who ask. */
final class SluiceKeyedPeer implements KeyedPeer {

    private final KeyedPool<Integer, Object> pool =
            KeyedPool.open("bench", KeyedConfig.builder().maxOpenResources(KEYS).build(), key -> new Object());

    /** Opens a pool whose acquired resources stay open, as in services. Otherwise the last release would close them. */
    static SluiceKeyedPeer open() throws Exception {
        SluiceKeyedPeer peer = new SluiceKeyedPeer();
        for (int key = 0; key < KEYS; key++) {
            peer.pool.acquire(key);
        }
        return peer;
    }

    @Override
    public Object cycle(Integer key) throws Exception {
        try (KeyedLease<Integer, Object> lease = pool.lease(key)) {
            return lease.resource();
        }
    }

    @Override
    public Object shared(Integer key) throws Exception {
        return pool.acquire(key);
    }

    @Override
    public void close() {
        pool.close(CloseMode.FORCE, Duration.ZERO);
    }
}
