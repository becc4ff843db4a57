package dev.sluice.bench;

import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolThreads;
import dev.sluice.pool.store.Store;
import java.time.Duration;

/** Sluice's pool of anything, here of plain objects. */
final class ManagedPeer implements Peer {

    private static final int WORKERS = 8;

    private final PoolThreads threads = new PoolThreads("bench", WORKERS, Throwable::printStackTrace);
    private final ManagedPool<Object> pool;

    private ManagedPeer(PeerSettings settings) {
        pool = new ManagedPool<>("bench", SluicePeer.rules(settings).build(), new Objects(), threads.runtime());
        pool.start();
    }

    static ManagedPeer open(PeerSettings settings) {
        return new ManagedPeer(settings);
    }

    @Override
    public AutoCloseable acquire() throws InterruptedException {
        return pool.acquire();
    }

    @Override
    public void close() {
        pool.close(CloseMode.FORCE, Duration.ZERO);
        threads.close();
    }

    /** Nothing is easier. */
    private static final class Objects implements Store<Object> {

        @Override
        public Object create() {
            return new Object();
        }

        @Override
        public boolean validate(Object object, Duration limit) {
            return true;
        }

        @Override
        public void close(Object object) {
            // nothing to end
        }

        @Override
        public void abort(Object object) {
            // nothing to break
        }
    }
}
