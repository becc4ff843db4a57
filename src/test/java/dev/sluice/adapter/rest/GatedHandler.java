package dev.sluice.adapter.rest;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.jdbc.JobHandler;
import dev.sluice.batch.rows.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.util.concurrent.Semaphore;

/** An application's handler whose jobs each take a permit that the test gives. */
@ApplicationScoped
public class GatedHandler implements JobHandler {

    private final Semaphore permits = new Semaphore(0);
    private final Semaphore begun = new Semaphore(0);

    @Override
    public String name() {
        return "gated";
    }

    @Override
    public void handle(Connection connection, Chunk<Row> chunk) throws InterruptedException {
        begun.release();
        permits.acquire(chunk.size());
    }

    /** Returns when so many chunks have begun since it returned last. */
    public void awaitBegun(int chunks) throws InterruptedException {
        begun.acquire(chunks);
    }

    /** Lets so many jobs end. */
    public void let(int jobs) {
        permits.release(jobs);
    }

    /** As if nothing had happened. */
    public void forget() {
        permits.drainPermits();
        begun.drainPermits();
    }
}
