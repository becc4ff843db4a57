package dev.sluice.adapter.jmx;

import dev.sluice.adapter.jmx.OpenBean.OpenTables;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.control.BatchView;
import dev.sluice.batch.control.Batches;
import dev.sluice.batch.control.GuardedBatches;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.management.MBeanServer;

/** The bean of the batches, from its registration to its end. */
final class ExportedBatches implements AutoCloseable {

    private final Batches batches;
    private final BatchNotifications notifications;
    private final Registration registration;

    ExportedBatches(Batches batches, GuardedBatches guarded, MBeanServer server) {
        this.batches = batches;
        OpenBean<List<BatchView>> bean = new OpenBean<>(
                "The batches of an application: running ones, and the latest that have ended.",
                () -> latestFirst(guarded),
                () -> new OpenTables<>(
                        attributes(), BatchOperations.on(guarded), List.of(BatchNotifications.described())));
        this.notifications = new BatchNotifications(bean);
        this.registration = new Registration(server, bean);
    }

    private static OpenAttributes<List<BatchView>> attributes() {
        return new OpenAttributes<List<BatchView>>()
                .count(
                        "Running",
                        "Number of batches that have not ended, including batches that are paused or wait for their "
                                + "database.",
                        ExportedBatches::running)
                .data(
                        "Batches",
                        "State of each batch, the latest first.",
                        OpenMapping.listOf(BatchView.class),
                        views -> views);
    }

    private static List<BatchView> latestFirst(GuardedBatches batches) {
        List<BatchView> views =
                new ArrayList<>(batches.all().stream().map(BatchView::of).toList());
        Collections.reverse(views);
        return views;
    }

    private static long running(List<BatchView> views) {
        return views.stream().filter(view -> !view.status().hasEnded()).count();
    }

    void open(int instance) {
        registration.open(BeanNames::batches, instance);
    }

    /** Notifies clients of the end of a batch. */
    void ended(String id, BatchReport report) {
        batches.all().stream()
                .filter(batch -> batch.id().equals(id))
                .forEach(batch -> notifications.ended(BatchView.of(batch, report)));
    }

    @Override
    public void close() {
        notifications.end();
        registration.close();
    }
}
