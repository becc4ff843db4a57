package dev.sluice.adapter.jmx;

import static javax.management.MBeanOperationInfo.ACTION;
import static javax.management.MBeanOperationInfo.INFO;

import dev.sluice.access.Role;
import dev.sluice.adapter.jmx.OpenOperation.OpenParameter;
import dev.sluice.adapter.jmx.OpenOperation.Permission;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.control.BadOrder;
import dev.sluice.batch.control.Batch;
import dev.sluice.batch.control.BatchSetting;
import dev.sluice.batch.control.BatchSettings;
import dev.sluice.batch.control.BatchView;
import dev.sluice.batch.control.BatchView.Failure;
import dev.sluice.batch.control.GuardedBatches;
import dev.sluice.batch.control.OrderReader;
import dev.sluice.control.operation.GivenTexts;
import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/** Operations on batches. A refused order is reported by an exception of the JDK, see {@link ClientErrors}. */
final class BatchOperations {

    static final OpenMapping VIEW = OpenMapping.of(BatchView.class);
    private static final OpenMapping FAILURES = OpenMapping.listOf(Failure.class);

    private static final OpenParameter ID =
            new OpenParameter("id", "Id of the batch, batch-<number>.", SimpleType.STRING);
    private static final OpenParameter STATEMENT = new OpenParameter(
            "statement",
            "Statement for each row, with its columns by name: update users set name = :name " + "where id = :id.",
            SimpleType.STRING);
    private static final OpenParameter QUERY = new OpenParameter(
            "query", "Query whose result is the rows: select id, name from users.", SimpleType.STRING);
    private static final OpenParameter SETTINGS = new OpenParameter(
            "settings",
            "Settings as key=value, separated by commas, a comma in a value as \\,: "
                    + "jobs=64000,workers=8. Keys: "
                    + String.join(", ", BatchSettings.names(BatchSetting.SettingSource.ORDER)) + ". May be empty.",
            SimpleType.STRING);
    private static final List<ValueSpec<?>> SPECS = BatchSettings.of(BatchSetting.SettingSource.ORDER).stream()
            .<ValueSpec<?>>map(BatchSetting::spec)
            .toList();

    private static final String BEGIN =
            "Begins a batch and returns it without waiting for its end: the demonstration, a handler of the application,"
                    + " or a statement for each row of a query.";

    private final GuardedBatches batches;
    private final List<OpenOperation> all = new ArrayList<>();

    /** The work of an operation, which may refuse it. */
    @FunctionalInterface
    private interface RefusableWork {
        Object on(List<@Nullable Object> given) throws BadOrder;
    }

    private BatchOperations(GuardedBatches batches) {
        this.batches = batches;
        beginning();
        steering();
        reading();
    }

    static List<OpenOperation> on(GuardedBatches batches) {
        return List.copyOf(new BatchOperations(batches).all);
    }

    private void beginning() {
        action(
                "begin",
                BEGIN + " Takes the settings as one text.",
                operating("begin-batch"),
                given -> begin(GivenTexts.ofPairs("settings", OpenArguments.text(given, 0))),
                SETTINGS);
        action(
                "begin",
                BEGIN + " Takes each setting as a parameter.",
                operating("begin-batch"),
                given -> begin(DeclaredParameters.texts(SPECS, given)),
                DeclaredParameters.of(SPECS).toArray(OpenParameter[]::new));
        action(
                "beginSql",
                "Begins a batch that does a statement for each row of the answer to a query.",
                given -> batches.requireRole(Role.ADMIN, "begin-batch"),
                this::beginSql,
                STATEMENT,
                QUERY,
                SETTINGS);
        action(
                "retryFailed",
                "Begins another batch with the failed jobs of this one, one job in each transaction.",
                operating("retry-failed"),
                given -> BatchView.of(batches.retryFailed(id(given))),
                ID);
    }

    private void steering() {
        action(
                "pause",
                "No further chunk begins. Chunks under way continue; afterwards the batch holds no " + "connection.",
                operating("pause-batch"),
                given -> BatchView.of(batches.pause(id(given))),
                ID);
        action(
                "resume",
                "Continues a paused batch.",
                operating("resume-batch"),
                given -> BatchView.of(batches.resume(id(given))),
                ID);
        action(
                "cancel",
                "No further chunk begins. Chunks under way have 3 s to end, then they are rolled " + "back.",
                operating("cancel-batch"),
                given -> BatchView.of(batches.cancel(id(given))),
                ID);
    }

    private void reading() {
        add(
                "batch",
                "Returns the state of a batch.",
                INFO,
                VIEW,
                given -> batches.requireRole(Role.VIEWER, "read-batch"),
                given -> BatchView.of(batches.get(id(given))),
                ID);
        add(
                "failures",
                "The first failed jobs, at most " + BatchReport.MOST_FAILURES + ", with the reasons, without the rows.",
                INFO,
                FAILURES,
                operating("read-failed-rows"),
                given -> failures(batches.withRows(id(given))),
                ID);
    }

    private Permission operating(String name) {
        return given -> batches.requireRole(Role.OPERATOR, name);
    }

    private void action(
            String name, String description, Permission permission, RefusableWork body, OpenParameter... parameters) {
        add(name, description, ACTION, VIEW, permission, body, parameters);
    }

    private void add(
            String name,
            String description,
            int impact,
            OpenMapping result,
            Permission permission,
            RefusableWork body,
            OpenParameter... parameters) {
        all.add(new OpenOperation(name, description, impact, result, List.of(parameters), permission, given -> {
            try {
                return body.on(given);
            } catch (BadOrder e) {
                throw translate(e);
            }
        }));
    }

    private BatchView beginSql(List<@Nullable Object> given) throws BadOrder {
        Map<String, String> settings = GivenTexts.ofPairs("settings", OpenArguments.text(given, 2));
        put(settings, "sql", "statement", OpenArguments.text(given, 0));
        put(settings, "fromQuery", "query", OpenArguments.text(given, 1));
        return begin(settings);
    }

    private static void put(Map<String, String> settings, String name, String parameter, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(parameter + " is missing");
        }
        if (settings.put(name, value) != null) {
            throw new IllegalArgumentException(BadValue.twice(name).getMessage() + ": it is the " + parameter);
        }
    }

    private BatchView begin(Map<String, String> settings) throws BadOrder {
        batches.requireBegin(settings);
        return BatchView.of(batches.start(OrderReader.order(settings, null), () -> {}));
    }

    private static String id(List<@Nullable Object> given) {
        return OpenArguments.text(given, 0).strip();
    }

    private static List<Failure> failures(Batch batch) {
        return batch.report().failures().stream()
                .map(failure -> new Failure(failure.job(), failure.worker(), failure.reason()))
                .toList();
    }

    /** Returns an order that could be accepted at another time, or by another service, as an illegal state. */
    private static RuntimeException translate(BadOrder refusal) {
        String message = Objects.requireNonNullElse(refusal.getMessage(), "");
        boolean isState = refusal instanceof BadOrder.NotAllowed
                || refusal instanceof BadOrder.WrongMoment
                || refusal instanceof BadOrder.TooMany;
        return isState ? new IllegalStateException(message) : new IllegalArgumentException(message);
    }
}
