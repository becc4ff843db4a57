package dev.sluice.batch.distributed;

import dev.sluice.batch.jdbc.JdbcWork;
import dev.sluice.batch.rows.Row;

/** Finds what a batch does with its rows, in whatever process works on it. Thread-safe. */
@FunctionalInterface
public interface Handlers {

    /**
     * What that definition says.
     *
     * @throws Exception if this process has nothing of the kind; another one may
     */
    JdbcWork.Handler<Row> of(Definition definition) throws Exception;
}
