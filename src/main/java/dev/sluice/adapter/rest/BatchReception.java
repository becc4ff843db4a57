package dev.sluice.adapter.rest;

import dev.sluice.batch.control.BadOrder;
import dev.sluice.batch.control.Batch;
import dev.sluice.batch.control.BatchContext;
import dev.sluice.batch.control.BatchOrder;
import dev.sluice.batch.control.GuardedBatches;
import dev.sluice.batch.control.OrderReader;
import dev.sluice.batch.control.RowSource;
import dev.sluice.batch.rows.RowFormat;
import dev.sluice.batch.rows.RowSyntax;
import dev.sluice.time.Ticker;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Receives the orders of batches: settings as a JSON object, and rows of up to {@value #MOST_UPLOADS} requests at the
 * same time. Thread-safe.
 */
final class BatchReception {

    private static final int MOST_UPLOADS = 8;

    private final GuardedBatches batches;
    private final BatchContext context;
    private final HttpLimits limits;

    /** The permits of uploads. Each upload occupies a worker thread, of which a service has 32. */
    private final Semaphore uploads = new Semaphore(MOST_UPLOADS);

    BatchReception(GuardedBatches batches, BatchContext context, HttpLimits limits) {
        this.batches = batches;
        this.context = context;
        this.limits = limits;
    }

    /**
     * Starts a batch with the rows in the body. A bad order is refused before its rows are received.
     *
     * @throws BadOrder if the order is refused
     */
    Batch begin(Map<String, String> settings, String type, @Nullable String encoding, InputStream body)
            throws BadOrder {
        batches.requireBegin(settings);
        BatchUpload.requirePlain(encoding);
        RowSyntax syntax =
                RowSyntax.of(RowFormat.ofMediaType(type).orElseThrow()).in(BatchUpload.charset(type));
        Path file = directory().resolve("rows-" + UUID.randomUUID());
        BatchOrder order = order(settings, new RowSource.File(file, syntax, null));
        batches.requireWelcome(order);
        receive(body, file);
        return batches.start(order, () -> BatchUpload.delete(file));
    }

    /** Returns the order of a batch without rows of its own, for the requester who may begin it. */
    BatchOrder order(InputStream body) {
        Map<String, String> settings = settings(body);
        batches.requireBegin(settings);
        return order(settings, null);
    }

    private void receive(InputStream body, Path file) {
        if (!uploads.tryAcquire()) {
            throw Refusal.of(
                    ProblemType.TOO_MANY_BATCHES,
                    MOST_UPLOADS + " files of rows are being uploaded now, which is the maximum");
        }
        try {
            BatchUpload.receive(body, file, batches.limits().mostBytes(), limits.bodyTimeout(), Ticker.system());
        } finally {
            uploads.release();
        }
    }

    private Path directory() {
        try {
            return context.directory();
        } catch (UncheckedIOException e) {
            throw BatchUpload.noPlace();
        }
    }

    /** Returns the settings in the body. */
    private static Map<String, String> settings(InputStream body) {
        Map<String, String> settings = new LinkedHashMap<>();
        JsonBody.read(body, "that describes the batch").forEach((name, value) -> {
            if (value != null) {
                String setting = String.valueOf(name);
                settings.put(setting, JsonBody.text(setting, value));
            }
        });
        return settings;
    }

    /** Reads an order; refuses a bad one. */
    private static BatchOrder order(Map<String, String> settings, RowSource.@Nullable File rows) {
        try {
            return OrderReader.order(settings, rows);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(e);
        }
    }
}
