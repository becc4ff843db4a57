package dev.sluice.bench;

import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;

/** Commons Pool 2, which checks nothing and evicts nothing by default. */
final class CommonsPoolPeer implements Peer {

    private final GenericObjectPool<Thing> pool;

    private CommonsPoolPeer(PeerSettings settings) throws Exception {
        pool = new GenericObjectPool<>(new Things(this::giveBack));
        pool.setMaxTotal(settings.max());
        pool.setMaxIdle(settings.max());
        pool.setMinIdle(settings.min());
        pool.setMaxWait(settings.timeout());
        pool.addObjects(settings.min());
    }

    static CommonsPoolPeer open(PeerSettings settings) throws Exception {
        return new CommonsPoolPeer(settings);
    }

    private void giveBack(Thing thing) {
        pool.returnObject(thing);
    }

    @Override
    public AutoCloseable acquire() throws Exception {
        return pool.borrowObject();
    }

    @Override
    public void close() {
        pool.close();
    }

    private static final class Things extends BasePooledObjectFactory<Thing> {

        private final Thing.GiveBack giveBack;

        Things(Thing.GiveBack giveBack) {
            this.giveBack = giveBack;
        }

        @Override
        public Thing create() {
            return new Thing(giveBack);
        }

        @Override
        public PooledObject<Thing> wrap(Thing thing) {
            return new DefaultPooledObject<>(thing);
        }
    }
}
