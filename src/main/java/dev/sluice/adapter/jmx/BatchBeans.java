package dev.sluice.adapter.jmx;

import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.control.Batches;
import dev.sluice.batch.control.GuardedBatches;
import org.jspecify.annotations.Nullable;

/**
 * Shows batches in the MBean server of an exporter, as {@code dev.sluice:type=Batches}, until the exporter is closed.
 * Thread-safe.
 */
public final class BatchBeans {

    private final JmxExporter exporter;
    private volatile @Nullable ExportedBatches shown;

    /** Creates the beans; registers none yet. */
    public BatchBeans(JmxExporter exporter) {
        this.exporter = exporter;
    }

    /** Shows these batches. Called once. */
    public void show(Batches batches) {
        GuardedBatches guarded = new GuardedBatches(batches, exporter.requester(), exporter.guard());
        ExportedBatches export = new ExportedBatches(batches, guarded, exporter.server());
        export.open(exporter.instance());
        shown = export;
        exporter.whenClosed(export::close);
    }

    /** Returns a listener that notifies JMX clients of the end of the batch of this name, if batches are shown. */
    public BatchListener listener(String batch) {
        return new BatchListener() {
            @Override
            public void ended(BatchReport report) {
                ExportedBatches export = shown;
                if (export != null) {
                    export.ended(batch, report);
                }
            }
        };
    }
}
