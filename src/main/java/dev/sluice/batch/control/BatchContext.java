package dev.sluice.batch.control;

import dev.sluice.batch.distributed.Timing;
import dev.sluice.batch.jdbc.JobHandler;
import dev.sluice.jdbc.ManagedDataSource;
import java.nio.file.Path;

/** The environment of batches: pools, handlers and files of the application. Thread-safe. */
public interface BatchContext {

    /** The pool of that name; throws if there is none, naming those that are there. */
    ManagedDataSource pool(String name) throws BadOrder;

    /** The application's handler of that name; throws if there is none, naming those that are there. */
    JobHandler handler(String name) throws BadOrder;

    /** Returns the intervals of workers on distributed batches. */
    default Timing timing() {
        return Timing.DEFAULT;
    }

    /** Where files go that are needed while a batch is known. */
    Path directory();
}
