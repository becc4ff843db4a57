package dev.sluice.bench;

/**
 * A way to run a batch beside live traffic.
 *
 * @param key what is added to the scenario's name
 * @param words for it
 * @param workers of the batch
 * @param chunkSize how many rows are in a transaction
 * @param reserved connections that are kept from the batch, which only Sluice can
 * @param apart whether the batch has a pool of its own: then no pool can be the reason for what the traffic notices
 */
record Way(String key, String words, int workers, int chunkSize, int reserved, boolean apart) {

    /** More workers than connections. */
    static final Way USUAL = new Way("", "", 16, 500, 0, false);

    /** A tenth of the rows in a transaction. */
    Way smallChunks() {
        return new Way(key + "-small", words + ", chunks of 50", workers, 50, reserved, apart);
    }

    Way withWorkers(int count) {
        return new Way(key + "-workers-" + count, words + ", " + count + " workers", count, chunkSize, reserved, apart);
    }

    Way reserving(int count) {
        return new Way(
                key + "-reserved-" + count, words + ", " + count + " reserved", workers, chunkSize, count, apart);
    }

    Way onItsOwn() {
        return new Way(key + "-apart", words + ", a pool for each", workers, chunkSize, reserved, true);
    }

    boolean isForAllPools() {
        return reserved == 0 && !apart;
    }
}
