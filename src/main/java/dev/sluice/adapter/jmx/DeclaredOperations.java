package dev.sluice.adapter.jmx;

import static javax.management.MBeanOperationInfo.ACTION;

import dev.sluice.adapter.jmx.OpenOperation.OpenParameter;
import dev.sluice.adapter.jmx.PoolOperation.PoolPermission;
import dev.sluice.control.GuardedControl;
import dev.sluice.control.operation.CommandParser;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.OperationEntry.ParameterPlace;
import dev.sluice.control.operation.ShortForm;
import dev.sluice.control.operation.ShortForm.Answer;
import dev.sluice.control.operation.ShortForm.Input;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.operation.OperationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/**
 * The operations of the catalogue: each in its short forms, and with a parameter for each parameter of the catalogue. A
 * short form with the same parameters takes the place of the latter.
 */
final class DeclaredOperations {

    private static final OpenMapping REPORT = OpenMapping.of(OperationReport.class);
    private static final OpenMapping STATE = OpenMapping.of(PoolState.class);
    private static final OpenMapping STATISTICS = OpenMapping.of(PoolStats.class);
    private static final OpenParameter DRY_RUN =
            new OpenParameter("dryRun", "true reports the effect only, without a change.", SimpleType.BOOLEAN);

    private final GuardedControl control;
    private final List<PoolOperation> all = new ArrayList<>();

    private DeclaredOperations(GuardedControl control) {
        this.control = control;
    }

    /** Returns the operations on existing pools that do not delete them. */
    static List<PoolOperation> onPools(GuardedControl control) {
        return of(control, entry -> entry.place() == ParameterPlace.QUERY || entry.place() == ParameterPlace.BODY);
    }

    /** Returns the operations that create and delete pools. */
    static List<PoolOperation> onList(GuardedControl control) {
        return of(control, entry -> entry.place() == ParameterPlace.CREATE || entry.place() == ParameterPlace.DELETE);
    }

    private static List<PoolOperation> of(GuardedControl control, Predicate<OperationEntry> which) {
        DeclaredOperations operations = new DeclaredOperations(control);
        OperationCatalogue.all().stream().filter(which).forEach(operations::add);
        return operations.all;
    }

    private void add(OperationEntry entry) {
        entry.shortForms().forEach(form -> add(entry, form));
        List<OpenParameter> parameters = DeclaredParameters.of(entry.parameters());
        if (all.stream().noneMatch(each -> isSame(each, entry.methodName(), parameters))) {
            all.add(new PoolOperation(
                    entry.methodName(),
                    entry.description(),
                    ACTION,
                    REPORT,
                    parameters,
                    permission(entry),
                    (pool, given) -> perform(pool, entry, DeclaredParameters.texts(entry.parameters(), given), false)));
        }
    }

    private PoolPermission permission(OperationEntry entry) {
        return (pool, given) -> control.requireRole(entry.role(), pool, entry.name());
    }

    private static boolean isSame(PoolOperation operation, String name, List<OpenParameter> parameters) {
        return operation.name().equals(name) && types(operation.parameters()).equals(types(parameters));
    }

    private static List<SimpleType<?>> types(List<OpenParameter> parameters) {
        List<SimpleType<?>> types = new ArrayList<>();
        parameters.forEach(parameter -> types.add(parameter.type()));
        return types;
    }

    private void add(OperationEntry entry, ShortForm form) {
        List<OpenParameter> parameters = new ArrayList<>(
                DeclaredParameters.of(form.inputs().stream().map(Input::spec).toList()));
        if (form.takesDryRun()) {
            parameters.add(DRY_RUN);
        }
        all.add(new PoolOperation(
                form.name(),
                form.description().isEmpty() ? entry.description() : form.description(),
                ACTION,
                mapping(form.answer()),
                parameters,
                permission(entry),
                (pool, given) -> answer(pool, form.answer(), perform(pool, entry, form, given))));
    }

    private OperationReport perform(String pool, OperationEntry entry, ShortForm form, List<@Nullable Object> given) {
        int inputs = form.inputs().size();
        boolean dryRun = form.takesDryRun() && (Boolean) OpenArguments.given(given, inputs);
        Map<String, String> texts =
                DeclaredParameters.texts(form.inputs().stream().map(Input::spec).toList(), given.subList(0, inputs));
        return perform(pool, entry, form.translate(texts), dryRun);
    }

    private OperationReport perform(String pool, OperationEntry entry, Map<String, String> texts, boolean dryRun) {
        return control.perform(CommandParser.order(pool, entry, texts, control.requester(), dryRun));
    }

    private static OpenMapping mapping(Answer answer) {
        return switch (answer) {
            case REPORT -> REPORT;
            case STATE -> STATE;
            case STATISTICS -> STATISTICS;
        };
    }

    private Object answer(String pool, Answer answer, OperationReport report) {
        return switch (answer) {
            case REPORT -> report;
            case STATE -> control.stats(pool).state();
            case STATISTICS -> control.stats(pool);
        };
    }
}
