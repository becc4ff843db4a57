package dev.sluice.adapter.jmx;

import static dev.sluice.adapter.jmx.H2Batches.BEAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchStatus;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The notifications of batches for JMX clients. */
@Timeout(60)
@Tag("fast")
class BatchNotificationsTest {

    private static final BatchReport REPORT = BatchReport.of(BatchStatus.COMPLETED)
            .total(1, true)
            .ended(1, 0)
            .elapsed(1, 1)
            .percentiles(percent -> 1)
            .build();

    @TempDir
    private Path directory;

    private final ExportedPools here = new ExportedPools();
    private final BlockingQueue<Notification> told = new LinkedBlockingQueue<>();
    private H2Batches batches;

    @BeforeEach
    void listen() throws Exception {
        batches = new H2Batches(here.exporter, directory, true);
        here.server.addNotificationListener(
                new ObjectName(BEAN), (notification, handback) -> told.add(notification), null, null);
    }

    @AfterEach
    void release() {
        batches.close();
        here.close();
    }

    private Notification next() throws InterruptedException {
        Notification next = told.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    @Test
    void the_end_of_a_batch_is_told_with_its_numbers() throws Exception {
        here.invoke(BEAN, "begin", "jobs=30,chunk=10");

        Notification end = next();
        assertThat(end.getType()).isEqualTo("sluice.batch.ended");
        assertThat(end.getMessage()).isEqualTo("batch-1: COMPLETED, 30 of 30 done, 0 failed");
        assertThat(end.getSource()).isEqualTo(new ObjectName(BEAN));
        CompositeData numbers = (CompositeData) end.getUserData();
        assertThat(numbers.getAll(new String[] {"id", "status", "succeeded"}))
                .containsExactly("batch-1", "COMPLETED", 30L);
    }

    @Test
    void one_that_ends_early_is_told_with_the_reason() throws Exception {
        here.invoke(BEAN, "begin", "handler=picky,jobs=4,chunk=1,workers=1");

        Notification end = next();
        assertThat(end.getMessage())
                .startsWith("batch-1: FAILED, 3 of 4 done, 1 failed: ")
                .contains("too many");
        assertThat(((CompositeData) end.getUserData()).get("problem"))
                .asString()
                .contains("too many");
    }

    @Test
    void what_is_called_off_as_the_application_ends_is_told_still() throws Exception {
        here.invoke(BEAN, "begin", "handler=held,jobs=400,workers=1");
        batches.close();

        assertThat(((CompositeData) next().getUserData()).get("status")).isEqualTo("CANCELLED");
    }

    @Test
    void nothing_is_told_of_a_batch_that_nobody_can_ask_for() {
        batches.beans.listener("batch-7").ended(REPORT);

        assertThat(told).isEmpty();
    }

    @Test
    void batches_that_are_no_longer_shown_tell_nothing() throws Exception {
        here.invoke(BEAN, "begin", "handler=held,jobs=1");

        here.exporter.close();
        batches.beans.listener("batch-1").ended(REPORT);

        assertThat(told).isEmpty();
    }

    @Test
    void where_no_batches_are_shown_nobody_is_told() {
        ExportedPools others = new ExportedPools();

        new BatchBeans(others.exporter).listener("batch-1").ended(REPORT);

        others.close();
    }
}
