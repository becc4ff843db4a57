package dev.sluice.batch.control;

import dev.sluice.batch.BatchPlan;
import dev.sluice.value.Arguments;
import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads an order from texts, by the names and rules of {@link BatchSettings}. Each refusal is a {@link
 * BadValue} with the name of the setting.
 */
public final class OrderReader {

    private final Arguments settings;
    private final @Nullable RowSource given;

    private OrderReader(Arguments settings, @Nullable RowSource given) {
        this.settings = settings;
        this.given = given;
    }

    /**
     * Returns the order.
     *
     * @param settings the texts by the names of the settings
     * @param given rows that come with the order, or null
     */
    public static BatchOrder order(Map<String, String> settings, @Nullable RowSource given) {
        for (String name : settings.keySet()) {
            if (BatchSettings.all().stream().noneMatch(each -> each.name().equals(name))) {
                throw BadValue.unknown(
                        name, "setting of a batch", BatchSettings.names(BatchSetting.SettingSource.ORDER));
            }
        }
        Arguments arguments = new Arguments(settings);
        return new OrderReader(arguments, spelled(arguments, given)).order();
    }

    /** Returns the given rows, with the spelling that the settings declare. */
    private static @Nullable RowSource spelled(Arguments settings, @Nullable RowSource given) {
        Character delimiter = settings.get(BatchSettings.DELIMITER);
        String nullText = settings.get(BatchSettings.NULL);
        if (delimiter == null && nullText == null) {
            return given;
        }
        if (given instanceof RowSource.File file) {
            return new RowSource.File(file.path(), file.syntax().with(delimiter, nullText), file.name());
        }
        if (given instanceof RowSource.Stream stream) {
            return new RowSource.Stream(stream.in(), stream.syntax().with(delimiter, nullText));
        }
        throw BadValue.of(
                delimiter == null ? "null" : "delimiter",
                "is for rows of CSV, which come as a file or as the body of a request");
    }

    private BatchOrder order() {
        Task task = task();
        boolean continues = settings.need(BatchSettings.CONTINUE_ON_ERROR) || task instanceof Task.Demo;
        boolean distributed = settings.need(BatchSettings.DISTRIBUTED);
        return new BatchOrder(
                task,
                settings.need(BatchSettings.POOL),
                settings.need(BatchSettings.PRIORITY),
                numberOrZero(BatchSettings.CHUNK),
                plan().withStopAtFailure(!continues),
                name(distributed),
                distributed);
    }

    private BatchPlan plan() {
        BatchPlan plan = BatchPlan.DEFAULT.withAttempts(attempts());
        int workers = workers();
        Duration giveUpAfter = settings.get(BatchSettings.GIVE_UP_AFTER);
        plan = workers == 0 ? plan : plan.withWorkers(workers);
        return giveUpAfter == null ? plan : plan.withGiveUpAfter(giveUpAfter);
    }

    private Task task() {
        String sql = settings.get(BatchSettings.SQL);
        String handler = settings.get(BatchSettings.HANDLER);
        if (sql != null) {
            refuseBoth(BatchSettings.SQL, BatchSettings.HANDLER, "exclude each other");
            refuseBoth(BatchSettings.SQL, BatchSettings.NUMBER_OF_JOBS, "do not go together: a statement needs rows");
            return new Task.Sql(sql, rows());
        }
        if (handler != null) {
            return new Task.Handled(handler, hasRows() ? rows() : new RowSource.Numbers(jobs()));
        }
        if (hasRows()) {
            throw BadValue.of("sql", "is missing, or handler: rows need one of them");
        }
        return new Task.Demo(jobs());
    }

    private boolean hasRows() {
        return given != null || isGiven(BatchSettings.FROM_QUERY);
    }

    private RowSource rows() {
        String query = settings.get(BatchSettings.FROM_QUERY);
        if (query != null) {
            if (given != null) {
                throw BadValue.of("fromQuery", "and rows that are given are two different sources");
            }
            String pool = settings.get(BatchSettings.FROM_POOL);
            return new RowSource.Query(pool == null ? settings.need(BatchSettings.POOL) : pool, query);
        }
        if (isGiven(BatchSettings.FROM_POOL)) {
            throw BadValue.of("fromPool", "needs fromQuery");
        }
        if (given == null) {
            throw BadValue.of("rows", "are missing: give them, or fromQuery");
        }
        if (isGiven(BatchSettings.NUMBER_OF_JOBS)) {
            throw BadValue.of("jobs", "is for jobs that are numbers, and this batch has rows");
        }
        return given;
    }

    private boolean isGiven(ValueSpec<?> setting) {
        return settings.texts().containsKey(setting.name());
    }

    private void refuseBoth(ValueSpec<?> one, ValueSpec<?> other, String why) {
        if (isGiven(one) && isGiven(other)) {
            throw BadValue.of(one.name(), "and " + other.name() + " " + why);
        }
    }

    private long jobs() {
        return settings.need(BatchSettings.NUMBER_OF_JOBS);
    }

    /** Returns the number of workers; 0 for the default. */
    private int workers() {
        int workers = numberOrZero(BatchSettings.WORKERS);
        int threads = numberOrZero(BatchSettings.THREADS);
        if (workers != 0 && threads != 0 && workers != threads) {
            throw BadValue.of(
                    "workers", "and threads name one setting and have different values", workers + " and " + threads);
        }
        return Math.max(workers, threads);
    }

    /** Returns the maximum number of attempts; 0 for no limit. */
    private int attempts() {
        Integer retries = settings.get(BatchSettings.RETRIES);
        return retries == null ? 0 : retries + 1;
    }

    private int numberOrZero(ValueSpec<Integer> setting) {
        Integer number = settings.get(setting);
        return number == null ? 0 : number;
    }

    /** Returns the name under which progress is kept, or null; a distributed batch always has one. */
    private @Nullable String name(boolean distributed) {
        String name = settings.get(BatchSettings.RESUME);
        return name == null && distributed ? "batch-" + UUID.randomUUID() : name;
    }
}
