package dev.sluice.batch.control;

import dev.sluice.batch.distributed.Timing;
import dev.sluice.batch.jdbc.JobHandler;
import dev.sluice.jdbc.ManagedDataSource;
import java.nio.file.Path;

/** The environment of batches: pools, handlers and files of the application. Thread-safe. */
public interface BatchContext {

    /** Returns the pool of this name; the exception for an unknown name lists the known ones. */
    ManagedDataSource pool(String name) throws BadOrder;

    /** Returns the application's handler of this name; the exception for an unknown name lists the known ones. */
    JobHandler handler(String name) throws BadOrder;

    /** Returns the intervals of workers on distributed batches. */
    default Timing timing() {
        return Timing.DEFAULT;
    }

    /** Returns the directory for files that are needed while a batch is kept. */
    Path directory();
}
