package dev.sluice.adapter.quarkus;

import dev.sluice.batch.control.BadOrder;
import dev.sluice.batch.control.BatchContext;
import dev.sluice.batch.control.WorkDirectory;
import dev.sluice.batch.distributed.Timing;
import dev.sluice.batch.jdbc.JobHandler;
import dev.sluice.jdbc.ManagedDataSource;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The pools and handlers of this application, and a directory that exists while it runs. */
@Singleton
public class ApplicationBatchContext implements BatchContext {

    private final Pools pools;
    private final Instance<JobHandler> handlers;
    private final SluiceConfig config;
    private @Nullable WorkDirectory directory; // Guarded by this

    ApplicationBatchContext(Pools pools, @Any Instance<JobHandler> handlers, SluiceConfig config) {
        this.pools = pools;
        this.handlers = handlers;
        this.config = config;
    }

    @Override
    public ManagedDataSource pool(String name) throws BadOrder {
        Set<String> names = new TreeSet<>(pools.known());
        if (!names.contains(name)) {
            throw new BadOrder("there is no JDBC pool '" + name + "'; there are: " + String.join(", ", names));
        }
        return pools.dataSource(name);
    }

    @Override
    public JobHandler handler(String name) throws BadOrder {
        Set<String> names = new TreeSet<>();
        for (JobHandler handler : handlers) {
            if (handler.name().equals(name)) {
                return handler;
            }
            names.add(handler.name());
        }
        throw new BadOrder("there is no handler '" + name + "'"
                + (names.isEmpty() ? "; the application has none" : "; there are: " + String.join(", ", names)));
    }

    @Override
    public Timing timing() {
        return new Timing(config.batch().distributedPoll(), config.batch().distributedHeartbeat());
    }

    /** Deletes files that killed processes have left: rows of batches, which may hold confidential data. */
    void sweep() {
        WorkDirectory.sweep(parent());
    }

    private Path parent() {
        return config.batch().directory().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Returns a directory that only the user of this process can read, created at the first call. */
    @Override
    public synchronized Path directory() {
        if (directory == null) {
            try {
                directory = WorkDirectory.create(Files.createDirectories(parent()));
            } catch (IOException e) {
                throw new UncheckedIOException("sluice.batch.directory cannot be used", e);
            }
        }
        return directory.path();
    }

    @PreDestroy
    synchronized void delete() throws IOException {
        if (directory != null) {
            directory.close();
        }
    }
}
