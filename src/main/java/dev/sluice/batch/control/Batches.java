package dev.sluice.batch.control;

import dev.sluice.batch.BatchListener;
import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The registry of the batches of this process: running batches, and the last {@value #REMEMBERED} that have ended.
 * Only progress in databases outlives the process. Thread-safe.
 */
public final class Batches implements AutoCloseable {

    /** The number of ended batches that are remembered. */
    public static final int REMEMBERED = 100;

    private static final long CLOSE_SECONDS = 6;

    private final BatchContext context;
    private final Limits limits;
    private final Function<String, BatchListener> watcher;
    private final Ticker ticker;
    private final ExecutorService threads;
    private final Map<String, RegisteredBatch> batches = new LinkedHashMap<>(); // Guarded by this, like all below
    private final Set<String> kept = new HashSet<>();
    private int busy;
    private BatchTotals forgotten = BatchTotals.NONE;
    private long ordered;
    private boolean closed;

    /**
     * The limits that {@link #start} applies.
     *
     * @param mostRunning maximum number of batches that run at the same time
     * @param takesSql whether an order may contain a statement or a query
     * @param mostBytes maximum size of a file of rows, in bytes
     */
    public record Limits(int mostRunning, boolean takesSql, long mostBytes) {}

    /** A batch, and the future that is completed at its end. */
    private record RegisteredBatch(Batch batch, CompletableFuture<Void> end) {

        boolean hasEnded() {
            return end.isDone();
        }
    }

    /**
     * Creates an empty registry.
     *
     * @param limits bounds of the orders that are accepted
     * @param watcher creates the listener of the batch of a name
     */
    public Batches(BatchContext context, Limits limits, Function<String, BatchListener> watcher, Ticker ticker) {
        this.context = context;
        this.limits = limits;
        this.watcher = watcher;
        this.ticker = ticker;
        threads = Workers.named("sluice-batches", limits.mostRunning());
    }

    /**
     * Returns a batch that the caller runs, and that the registry does not remember. A distributed batch gets its
     * own workers for as long as it runs; the workers for batches of {@link #start} are those of the instances.
     *
     * @param failedRows the file of failed rows, or null
     * @throws BadOrder if it cannot be run
     */
    public Batch prepare(BatchOrder order, BatchListener listener, @Nullable FailedRows failedRows) throws BadOrder {
        return make(nextId(), order, listener, failedRows, order.plan().workers());
    }

    /**
     * Begins a batch.
     *
     * @param afterwards is called once when it is over, also when it is not begun
     * @throws BadOrder if it cannot be run; of the kind that says why not, where that is not the order's fault
     */
    public Batch start(BatchOrder order, Runnable afterwards) throws BadOrder {
        boolean begun = false;
        boolean reserved = false;
        try {
            requireAllowed(order);
            reserve(order);
            reserved = true;
            String id = nextId();
            Batch batch = make(id, order, watcher.apply(id), new FailedRows(failuresOf(id)), 0);
            begin(batch, afterwards);
            begun = true;
            return batch;
        } finally {
            if (!begun) {
                if (reserved) {
                    release(order);
                }
                afterwards.run();
            }
        }
    }

    /** Requires that the order is of a kind that {@link #start} accepts. */
    public void requireAllowed(BatchOrder order) throws BadOrder.NotAllowed {
        if (!limits.takesSql() && order.task().bringsSql()) {
            throw new BadOrder.NotAllowed();
        }
    }

    /**
     * Requires that {@link #start} would accept the order now, as far as can be checked without its rows.
     *
     * @throws BadOrder if not; its kind gives the reason
     */
    public synchronized void requireWelcome(BatchOrder order) throws BadOrder {
        requireAllowed(order);
        requireRoom(order);
    }

    /** Returns the limits for orders from outside. */
    public Limits limits() {
        return limits;
    }

    private synchronized String nextId() {
        return "batch-" + ++ordered;
    }

    private Path failuresOf(String id) {
        return context.directory().resolve(id + "-failed.ndjson");
    }

    private Batch make(
            String id, BatchOrder order, BatchListener listener, @Nullable FailedRows failedRows, int ownWorkers)
            throws BadOrder {
        if (failedRows != null) {
            failedRows.requireApartFrom(order.task());
        }
        BatchListener both = failedRows == null ? listener : new ListenerPair(failedRows, listener);
        return new Batch(
                id,
                order,
                new BatchAssembly(order, id, context, both).assemble(ownWorkers),
                failedRows,
                ticker.instant());
    }

    private synchronized void reserve(BatchOrder order) throws BadOrder {
        requireRoom(order);
        if (order.keepAs() != null) {
            kept.add(order.keepAs());
        }
        busy++;
    }

    private void requireRoom(BatchOrder order) throws BadOrder {
        if (closed) {
            throw new BadOrder.WrongMoment("the application is stopping and starts no batch");
        }
        if (busy >= limits.mostRunning()) {
            throw new BadOrder.TooMany(busy);
        }
        if (order.keepAs() != null && kept.contains(order.keepAs())) {
            throw new BadOrder.WrongMoment("a batch that is kept as '" + order.keepAs() + "' runs already");
        }
    }

    private synchronized void release(BatchOrder order) {
        busy--;
        if (order.keepAs() != null) {
            kept.remove(order.keepAs());
        }
    }

    private synchronized void begin(Batch batch, Runnable afterwards) {
        if (closed) {
            batch.leave();
        }
        CompletableFuture<Void> end = CompletableFuture.runAsync(batch::run, threads)
                .whenComplete((nothing, failure) -> {
                    release(batch.order());
                    afterwards.run();
                });
        batches.put(batch.id(), new RegisteredBatch(batch, end));
        forgetOldest();
    }

    private void forgetOldest() {
        List<RegisteredBatch> ended =
                batches.values().stream().filter(RegisteredBatch::hasEnded).toList();
        for (RegisteredBatch entry : ended.subList(0, Math.max(0, ended.size() - REMEMBERED))) {
            batches.remove(entry.batch().id());
            forgotten = forgotten.plus(entry.batch().report());
            deleteFailures(entry.batch());
        }
    }

    private static void deleteFailures(Batch batch) {
        try {
            Path file = batch.failures().orElse(null);
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Begins another batch with the jobs of one that have failed.
     *
     * @throws BadOrder if none has, or it has not ended
     */
    public Batch retryFailed(Batch batch) throws BadOrder {
        if (!batch.status().hasEnded()) {
            throw new BadOrder.WrongMoment(batch.id() + " has not ended");
        }
        if (batch.order().distributed()) {
            throw new BadOrder.WrongMoment(
                    batch.id() + " is distributed, and its rows are not kept: order those that have failed yourself");
        }
        Path failures = batch.failures().orElse(null);
        if (failures == null) {
            throw new BadOrder.WrongMoment("nothing of " + batch.id() + " has failed");
        }
        return start(batch.order().again(batch.order().task().again(failures)), () -> {});
    }

    /** The one of that name. */
    public synchronized Batch get(String id) throws BadOrder.Unknown {
        RegisteredBatch entry = batches.get(id);
        if (entry == null) {
            throw new BadOrder.Unknown(id);
        }
        return entry.batch();
    }

    /** Returns all remembered batches, the oldest first. */
    public synchronized List<Batch> all() {
        return batches.values().stream().map(RegisteredBatch::batch).toList();
    }

    /** Returns the totals of all batches. */
    public synchronized BatchTotals totals() {
        BatchTotals totals = forgotten;
        for (RegisteredBatch entry : batches.values()) {
            totals = totals.plus(entry.batch().report());
        }
        return totals;
    }

    /** Cancels local batches, leaves distributed ones to other processes, and waits a few seconds for their end. */
    @Override
    public void close() {
        List<RegisteredBatch> open;
        synchronized (this) {
            closed = true;
            open = new ArrayList<>(batches.values());
        }
        open.forEach(entry -> entry.batch().leave());
        CompletableFuture<?> all =
                CompletableFuture.allOf(open.stream().map(RegisteredBatch::end).toArray(CompletableFuture[]::new));
        try {
            all.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // its own business; its connections go with the pools
        }
        open.stream()
                .map(RegisteredBatch::batch)
                .filter(batch -> batch.status().hasEnded())
                .forEach(Batches::deleteFailures);
        threads.shutdownNow();
    }
}
