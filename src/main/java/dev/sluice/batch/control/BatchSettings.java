package dev.sluice.batch.control;

import dev.sluice.admission.Priority;
import dev.sluice.batch.BatchPlan;
import dev.sluice.control.PoolName;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads an order from texts, under the same names and with the same rules on every surface. What is wrong is told by an
 * {@link IllegalArgumentException} whose message begins with the name.
 */
public final class BatchSettings {

    /** So many jobs, where jobs are numbers and nobody says how many. */
    public static final long JOBS = 128_000;

    /** Names of all settings. */
    public static final List<String> NAMES = List.of(
            "sql",
            "handler",
            "jobs",
            "fromQuery",
            "fromPool",
            "pool",
            "priority",
            "workers",
            "threads",
            "chunk",
            "retries",
            "giveUpAfter",
            "continueOnError",
            "resume",
            "distributed");

    /** Settings of rows of CSV that come as a file or a body; the other surfaces bring no rows. */
    public static final List<String> OF_ROWS = List.of("delimiter", "null");

    private static final int MOST_RETRIES = 1_000_000_000;
    private static final ValueType<Priority> PRIORITY = Values.choice(Priority.class);

    private final Map<String, String> settings;
    private final @Nullable RowSource given;

    private BatchSettings(Map<String, String> settings, @Nullable RowSource given) {
        this.settings = settings;
        this.given = given;
    }

    /**
     * The order.
     *
     * @param settings by their {@link #NAMES}
     * @param given rows that come with it, or null
     */
    public static BatchOrder order(Map<String, String> settings, @Nullable RowSource given) {
        for (String name : settings.keySet()) {
            if (!NAMES.contains(name) && !OF_ROWS.contains(name)) {
                throw new IllegalArgumentException(name + " is not known; there are: " + String.join(", ", NAMES));
            }
        }
        return new BatchSettings(settings, spelled(settings, given)).order();
    }

    /** Returns the rows that are given, in the spelling that the settings tell. */
    private static @Nullable RowSource spelled(Map<String, String> settings, @Nullable RowSource given) {
        Character delimiter = delimiter(settings.get("delimiter"));
        String nullText = settings.get("null");
        if (delimiter == null && nullText == null) {
            return given;
        }
        if (given instanceof RowSource.File file) {
            return new RowSource.File(file.path(), file.syntax().with(delimiter, nullText));
        }
        if (given instanceof RowSource.Stream stream) {
            return new RowSource.Stream(stream.in(), stream.syntax().with(delimiter, nullText));
        }
        throw new IllegalArgumentException((delimiter == null ? "null" : "delimiter")
                + " is for rows of CSV, which come as a file or as the body of a request");
    }

    private static @Nullable Character delimiter(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.equals("tab") || text.equals("\\t")) {
            return '\t';
        }
        if (text.length() != 1) {
            throw new IllegalArgumentException("delimiter must be one character, or tab: '" + text + "'");
        }
        return text.charAt(0);
    }

    private BatchOrder order() {
        Task task = task();
        boolean goesOn = flag("continueOnError") || task instanceof Task.Demo;
        BatchPlan plan = BatchPlan.DEFAULT
                .withWorkers(workers())
                .withAttempts(attempts())
                .withGiveUpAfter(giveUpAfter())
                .withStopAtFailure(!goesOn);
        boolean distributed = flag("distributed");
        return new BatchOrder(
                task,
                text("pool", PoolName.DEFAULT),
                priority(),
                number("chunk", BatchOrder.LARGEST_CHUNK),
                plan,
                distributed ? text("resume", "batch-" + UUID.randomUUID()) : settings.get("resume"),
                distributed);
    }

    private Task task() {
        String sql = settings.get("sql");
        String handler = settings.get("handler");
        if (sql != null) {
            refuseBoth("sql", "handler", "are two different things to do");
            refuseBoth("sql", "jobs", "do not go together: a statement is done for rows");
            return new Task.Sql(sql, rows());
        }
        if (handler != null) {
            return new Task.Handled(handler, hasRows() ? rows() : new RowSource.Numbers(jobs()));
        }
        if (hasRows()) {
            throw new IllegalArgumentException("sql is missing, or a handler: rows alone are nothing to do");
        }
        return new Task.Demo(jobs());
    }

    private boolean hasRows() {
        return given != null || settings.containsKey("fromQuery");
    }

    private RowSource rows() {
        String query = settings.get("fromQuery");
        if (query != null) {
            if (given != null) {
                throw new IllegalArgumentException("fromQuery and rows that are given are two different sources");
            }
            return new RowSource.Query(text("fromPool", text("pool", PoolName.DEFAULT)), query);
        }
        if (settings.containsKey("fromPool")) {
            throw new IllegalArgumentException("fromPool needs fromQuery");
        }
        if (given == null) {
            throw new IllegalArgumentException("rows are missing: give them, or fromQuery");
        }
        refuseJobs();
        return given;
    }

    private void refuseJobs() {
        if (settings.containsKey("jobs")) {
            throw new IllegalArgumentException("jobs is for jobs that are numbers, and there are rows");
        }
    }

    private void refuseBoth(String one, String other, String why) {
        if (settings.containsKey(one) && settings.containsKey(other)) {
            throw new IllegalArgumentException(one + " and " + other + " " + why);
        }
    }

    private long jobs() {
        return Values.wholeNumber(0, Long.MAX_VALUE).readOr("jobs", settings.get("jobs"), JOBS);
    }

    private int workers() {
        int workers = number("workers", BatchOrder.MOST_WORKERS);
        int threads = number("threads", BatchOrder.MOST_WORKERS);
        if (workers != 0 && threads != 0 && workers != threads) {
            throw new IllegalArgumentException(
                    "workers and threads are the same, and differ: " + workers + " and " + threads);
        }
        int given = Math.max(workers, threads);
        return given == 0 ? BatchPlan.DEFAULT.workers() : given;
    }

    /** Zero for as many as it takes. */
    private int attempts() {
        return settings.containsKey("retries")
                ? Values.integer(0, MOST_RETRIES).read("retries", settings.get("retries")) + 1
                : 0;
    }

    /** Returns a number from 1 to the largest; 0 if it is not given. */
    private int number(String name, int largest) {
        return Values.integer(1, largest).readOr(name, settings.get(name), 0);
    }

    private Duration giveUpAfter() {
        return Values.POSITIVE_DURATION.readOr("giveUpAfter", settings.get("giveUpAfter"), Duration.ZERO);
    }

    private boolean flag(String name) {
        return Values.FLAG.readOr(name, settings.get(name), false);
    }

    private Priority priority() {
        return PRIORITY.readOr("priority", settings.get("priority"), Priority.BACKGROUND);
    }

    private String text(String name, String otherwise) {
        return settings.getOrDefault(name, otherwise);
    }
}
