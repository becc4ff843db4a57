package dev.sluice.bench;

import org.apache.commons.pool2.BaseKeyedPooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericKeyedObjectPool;

/** Commons Pool 2 with keys: as many objects for each as there are callers, so that nobody waits. */
final class CommonsKeyedPeer implements KeyedPeer {

    private final GenericKeyedObjectPool<Integer, Object> pool = new GenericKeyedObjectPool<>(new Objects());

    private CommonsKeyedPeer() {
        pool.setMaxTotal(-1);
    }

    static CommonsKeyedPeer open() throws Exception {
        CommonsKeyedPeer peer = new CommonsKeyedPeer();
        for (int key = 0; key < KEYS; key++) {
            peer.pool.addObject(key);
        }
        return peer;
    }

    @Override
    public Object cycle(Integer key) throws Exception {
        Object object = pool.borrowObject(key);
        pool.returnObject(key, object);
        return object;
    }

    @Override
    public void close() {
        pool.close();
    }

    private static final class Objects extends BaseKeyedPooledObjectFactory<Integer, Object> {

        @Override
        public Object create(Integer key) {
            return new Object();
        }

        @Override
        public PooledObject<Object> wrap(Object object) {
            return new DefaultPooledObject<>(object);
        }
    }
}
