package dev.sluice.adapter.jmx;

import static dev.sluice.adapter.jmx.H2Batches.BEAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.AuditTrail;
import dev.sluice.batch.control.BatchSetting;
import dev.sluice.batch.control.BatchSettings;
import dev.sluice.control.PoolManager;
import dev.sluice.testing.Await;
import dev.sluice.testing.JmxClient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.OpenMBeanInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches as JMX shows them, and what can be done with them. */
@Timeout(60)
@Tag("fast")
class BatchBeanTest {

    @TempDir
    private Path directory;

    private final ExportedPools here = new ExportedPools();
    private H2Batches batches;

    @BeforeEach
    void show() {
        batches = new H2Batches(here.exporter, directory, true);
    }

    @AfterEach
    void release() {
        batches.close();
        here.close();
    }

    private CompositeData invoke(String operation, Object... arguments) throws JMException {
        return (CompositeData) here.invoke(BEAN, operation, arguments);
    }

    private CompositeData[] all() throws JMException {
        return (CompositeData[]) here.get(BEAN, "Batches");
    }

    private CompositeData finish(CompositeData begun) throws JMException {
        batches.awaitEnd(begun.get("id"));
        return invoke("batch", begun.get("id"));
    }

    private boolean tellsThatItIsOne(Object id) {
        try {
            return Integer.valueOf(1).equals(invoke("batch", id).get("mostAtATime")); // it has one worker
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void there_are_none_at_first() throws Exception {
        assertThat(here.get(BEAN, "Running")).isEqualTo(0L);
        assertThat(all()).isEmpty();
    }

    @Test
    void a_batch_is_begun_with_settings_and_shown_with_its_numbers() throws Exception {
        CompositeData begun = invoke("begin", "jobs=250, workers=2,chunk=10,priority=high");

        CompositeData end = finish(begun);
        assertThat(end.get("status")).isEqualTo("COMPLETED");
        assertThat(end.get("succeeded")).isEqualTo(250L);
        assertThat(Arrays.asList(all())).extracting(batch -> batch.get("id")).containsExactly("batch-1");
        CompositeData shown = all()[0];
        assertThat(shown.getAll(new String[] {"task", "pool", "lane", "workers", "chunk", "total", "failed", "notRun"}))
                .containsExactly("demonstration", "default", "HIGH", 2, 10, 250L, 0L, 0L);
        assertThat((CompositeData[]) shown.get("byWorker")).hasSize(2);
        assertThat((Long) shown.get("elapsedNanos")).isPositive();
        assertThat((Long) shown.get("jobsPerSecond")).isPositive();
        assertThat(shown.get("problem")).isNull();
    }

    @Test
    void each_setting_of_an_order_is_a_parameter_and_an_empty_one_is_the_default() throws Exception {
        List<String> names = BatchSettings.names(BatchSetting.SettingSource.ORDER);
        Object[] arguments = new Object[names.size()];
        arguments[names.indexOf("sql")] = "";
        arguments[names.indexOf("jobs")] = 250L;
        arguments[names.indexOf("workers")] = 2;
        arguments[names.indexOf("continueOnError")] = true;

        MBeanOperationInfo form = Arrays.stream(
                        here.server.getMBeanInfo(new ObjectName(BEAN)).getOperations())
                .filter(each -> each.getName().equals("begin") && each.getSignature().length > 1)
                .findFirst()
                .orElseThrow();
        String[] types = Arrays.stream(form.getSignature())
                .map(MBeanParameterInfo::getType)
                .toArray(String[]::new);
        CompositeData begun = (CompositeData) here.server.invoke(new ObjectName(BEAN), "begin", arguments, types);

        assertThat(finish(begun).getAll(new String[] {"task", "status", "workers", "total", "lane"}))
                .containsExactly("demonstration", "COMPLETED", 2, 250L, "BACKGROUND");
        assertThat(form.getSignature()).extracting(MBeanParameterInfo::getName).containsExactlyElementsOf(names);
    }

    @Test
    void the_latest_is_the_first_and_those_that_have_not_ended_are_counted() throws Exception {
        finish(invoke("begin", "jobs=1"));
        invoke("begin", "handler=held,jobs=2");
        invoke("begin", "handler=held,jobs=3");

        assertThat(Arrays.asList(all()))
                .extracting(batch -> batch.get("id"))
                .containsExactly("batch-3", "batch-2", "batch-1");
        assertThat(here.get(BEAN, "Running")).isEqualTo(2L);
    }

    @Test
    void a_statement_is_done_for_the_answer_to_a_query() throws Exception {
        batches.execute("create table seen (id bigint primary key, name varchar(20))");
        CompositeData begun = invoke(
                "beginSql",
                "insert into seen (id, name) values (:id, :name)",
                "select x as id, 'n' || x as name from system_range(1, 30)",
                "workers=2,chunk=7");

        CompositeData end = finish(begun);
        assertThat(end.getAll(new String[] {"task", "status", "succeeded"})).containsExactly("sql", "COMPLETED", 30L);
    }

    @Test
    void a_statement_may_be_among_the_settings_its_commas_with_a_backslash() throws Exception {
        batches.execute("create table seen (id bigint primary key, name varchar(20))");

        CompositeData begun = invoke(
                "begin",
                "sql=insert into seen (id\\, name) values (:id\\, :name),"
                        + "fromQuery=select x as id\\, 'a' as name from system_range(1\\, 3)");

        assertThat(finish(begun).get("succeeded")).isEqualTo(3L);
    }

    @Test
    void a_batch_is_paused_goes_on_and_is_called_off() throws Exception {
        Object id = invoke("begin", "handler=held,jobs=500,workers=1").get("id");

        assertThat(invoke("pause", id).get("status")).isEqualTo("PAUSED");
        assertThat(here.get(BEAN, "Running")).isEqualTo(1L);
        assertThat(invoke("resume", id).get("status")).isEqualTo("RUNNING");
        Await.until("it tells how many", () -> tellsThatItIsOne(id));
        invoke("cancel", id);
        batches.open.countDown();

        assertThat(finish(invoke("batch", id)).get("status")).isEqualTo("CANCELLED");
    }

    @Test
    @DisplayName("failures are reported by number, worker and reason, without the rows")
    void failures() throws Exception {
        Object id = invoke("begin", "handler=picky,jobs=9,workers=1,continueOnError=true")
                .get("id");
        batches.awaitEnd(id);

        CompositeData[] failures = (CompositeData[]) here.invoke(BEAN, "failures", id);

        assertThat(failures).hasSize(1);
        assertThat(failures[0].getCompositeType().keySet()).containsExactlyInAnyOrder("job", "worker", "reason");
        assertThat(failures[0].get("job")).isEqualTo(3L);
        assertThat((String) failures[0].get("reason")).contains("too many");
        assertThat(Arrays.toString(all())).contains("too many");
    }

    @Test
    void what_has_failed_is_tried_again_by_another_batch() throws Exception {
        Object id = invoke("begin", "handler=picky,jobs=9,continueOnError=true").get("id");
        batches.awaitEnd(id);

        CompositeData again = finish(invoke("retryFailed", id));

        assertThat(again.getAll(new String[] {"id", "status", "total", "failed"}))
                .containsExactly("batch-2", "COMPLETED_WITH_ERRORS", 1L, 1L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "worker=8 | worker is no setting of a batch; known: sql, handler",
                "workers=many | workers must be a whole number from 1 to 1000: 'many'",
                "jobs | settings must be key=value, separated by commas",
                "jobs=1,jobs=2 | jobs is given twice",
                "pool=nope,jobs=1 | there is no JDBC pool 'nope'; there are: default",
                "handler=nope | there is no handler 'nope'"
            })
    void a_bad_setting_is_refused_with_the_reason_and_nothing_begins(String settings, String reason) throws Exception {
        assertThatThrownBy(() -> invoke("begin", settings))
                .isInstanceOf(RuntimeMBeanException.class)
                .cause()
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason)
                .hasNoCause();
        assertThat(all()).isEmpty();
    }

    @Test
    void a_statement_or_a_query_is_given_once() {
        isRefused(
                IllegalArgumentException.class,
                "sql is given twice: it is the statement",
                "beginSql",
                "select 1",
                "select 1",
                "sql=x");
        isRefused(IllegalArgumentException.class, "statement is missing", "beginSql", " ", "select 1", "");
        isRefused(IllegalArgumentException.class, "query is missing", "beginSql", "select 1", "", "");
        isRefused(
                IllegalArgumentException.class,
                "sql and handler exclude each other",
                "beginSql",
                "select 1",
                "select 1",
                "handler=held");
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "pause", "resume", "cancel", "retryFailed", "failures"})
    void an_id_that_is_not_known_is_refused(String operation) {
        isRefused(IllegalArgumentException.class, "no batch 'batch-7'", operation, "batch-7");
    }

    @Test
    void what_might_be_taken_at_another_time_is_an_illegal_state() throws Exception {
        Object id = invoke("begin", "handler=held,jobs=2").get("id");
        isRefused(IllegalStateException.class, id + " has not ended", "retryFailed", id);
        invoke("begin", "handler=held,jobs=2");
        invoke("begin", "handler=held,jobs=2");
        isRefused(
                IllegalStateException.class,
                "3 batches are running, the maximum; try again when one has ended",
                "begin",
                "jobs=1");

        batches.open.countDown();
        batches.awaitEnd(id);
        isRefused(IllegalStateException.class, "nothing of " + id + " has failed", "retryFailed", id);
    }

    @Test
    void statements_are_not_taken_unless_that_was_allowed() throws Exception {
        H2Batches careful = new H2Batches(
                new JmxExporter(new PoolManager(), here.server, JmxClient.ADMIN, AuditTrail.NONE), directory, false);
        String bean = "dev.sluice:type=Batches,instance=2";

        assertThatThrownBy(() -> here.invoke(bean, "beginSql", "delete from x where id = :id", "select 1 as id", ""))
                .cause()
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("requests must not contain statements or queries; sluice.batch.sql=true allows them");
        assertThat((CompositeData[]) here.get(bean, "Batches")).isEmpty();
        careful.close();
    }

    private void isRefused(Class<?> type, String reason, String operation, Object... arguments) {
        assertThatThrownBy(() -> here.invoke(BEAN, operation, arguments))
                .isInstanceOf(RuntimeMBeanException.class)
                .cause()
                .isExactlyInstanceOf(type)
                .hasMessageStartingWith(reason)
                .hasNoCause();
    }

    @Test
    void the_bean_has_the_key_of_its_application_and_goes_with_it() throws Exception {
        JmxExporter second = new JmxExporter(new PoolManager(), here.server, JmxClient.ADMIN, AuditTrail.NONE);
        H2Batches others = new H2Batches(second, directory, true);
        assertThat(here.names())
                .contains(BEAN, "dev.sluice:instance=2,type=Batches", "dev.sluice:instance=2,type=PoolManager");

        second.close();
        assertThat(here.names()).contains(BEAN).noneMatch(name -> name.contains("instance"));
        here.exporter.close();
        assertThat(here.names()).isEmpty();
        others.close();
    }

    @Test
    void everything_is_described_and_of_open_types() throws Exception {
        OpenMBeanInfo info = (OpenMBeanInfo) here.server.getMBeanInfo(new ObjectName(BEAN));

        assertThat(List.of(info.getAttributes()))
                .allSatisfy(attribute -> assertThat(attribute.getDescription()).isNotBlank());
        assertThat(info.getOperations())
                .extracting(operation -> operation.getName())
                .containsExactly(
                        "begin", "begin", "beginSql", "retryFailed", "pause", "resume", "cancel", "batch", "failures");
    }
}
