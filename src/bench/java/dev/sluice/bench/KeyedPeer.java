package dev.sluice.bench;

/** A pool with keys under measurement. */
interface KeyedPeer extends AutoCloseable {

    /** The keys that are asked for. */
    int KEYS = 1000;

    /** Gets what the key stands for, and is done with it. */
    Object cycle(Integer key) throws Exception;

    /** Gets what the key stands for, which others may have as well, and is not counted. */
    default Object shared(Integer key) throws Exception {
        throw new UnsupportedOperationException("lends to one at a time");
    }

    @Override
    void close();
}
