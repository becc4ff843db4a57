package dev.sluice.batch.control;

import dev.sluice.admission.Priority;
import dev.sluice.batch.BatchPlan;
import dev.sluice.control.PoolName;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

    /** What can be set. */
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

    private final Map<String, String> settings;
    private final @Nullable RowsFrom given;

    private BatchSettings(Map<String, String> settings, @Nullable RowsFrom given) {
        this.settings = settings;
        this.given = given;
    }

    /**
     * The order.
     *
     * @param settings by their {@link #NAMES}
     * @param given rows that come with it, or null
     */
    public static BatchOrder order(Map<String, String> settings, @Nullable RowsFrom given) {
        for (String name : settings.keySet()) {
            if (!NAMES.contains(name) && !OF_ROWS.contains(name)) {
                throw new IllegalArgumentException(name + " is not known; there are: " + String.join(", ", NAMES));
            }
        }
        return new BatchSettings(settings, spelled(settings, given)).order();
    }

    /** Returns the rows that are given, in the spelling that the settings tell. */
    private static @Nullable RowsFrom spelled(Map<String, String> settings, @Nullable RowsFrom given) {
        Character delimiter = delimiter(settings.get("delimiter"));
        String nullText = settings.get("null");
        if (delimiter == null && nullText == null) {
            return given;
        }
        if (given instanceof RowsFrom.File file) {
            return new RowsFrom.File(file.path(), file.syntax().with(delimiter, nullText));
        }
        if (given instanceof RowsFrom.Stream stream) {
            return new RowsFrom.Stream(stream.in(), stream.syntax().with(delimiter, nullText));
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
                number("chunk", 0, 1),
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
            return new Task.Handled(handler, hasRows() ? rows() : new RowsFrom.Numbers(jobs()));
        }
        if (hasRows()) {
            throw new IllegalArgumentException("sql is missing, or a handler: rows alone are nothing to do");
        }
        return new Task.Demo(jobs());
    }

    private boolean hasRows() {
        return given != null || settings.containsKey("fromQuery");
    }

    private RowsFrom rows() {
        String query = settings.get("fromQuery");
        if (query != null) {
            if (given != null) {
                throw new IllegalArgumentException("fromQuery and rows that are given are two different sources");
            }
            return new RowsFrom.Query(text("fromPool", text("pool", PoolName.DEFAULT)), query);
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
        String text = settings.get("jobs");
        if (text == null) {
            return JOBS;
        }
        try {
            long jobs = Long.parseLong(text.strip());
            if (jobs >= 0) {
                return jobs;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("jobs must be a whole number that is not negative: " + text);
    }

    private int workers() {
        int workers = number("workers", 0, 1);
        int threads = number("threads", 0, 1);
        if (workers != 0 && threads != 0 && workers != threads) {
            throw new IllegalArgumentException(
                    "workers and threads are the same, and differ: " + workers + " and " + threads);
        }
        int given = Math.max(workers, threads);
        return given == 0 ? BatchPlan.DEFAULT.workers() : given;
    }

    /** Zero for as many as it takes. */
    private int attempts() {
        return settings.containsKey("retries") ? Math.addExact(number("retries", 0, 0), 1) : 0;
    }

    private int number(String name, int otherwise, int least) {
        String text = settings.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= least && number < Integer.MAX_VALUE) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(name + " must be a whole number, at least " + least + ": " + text);
    }

    /** Seconds, or as ISO 8601 has it without its {@code PT}: {@code 30}, {@code 30s}, {@code 5m}, {@code 1h30m}. */
    private Duration giveUpAfter() {
        String text = settings.get("giveUpAfter");
        if (text == null) {
            return Duration.ZERO;
        }
        String plain = text.strip().toUpperCase(Locale.ROOT);
        try {
            boolean isNumber = plain.chars().allMatch(c -> c >= '0' && c <= '9');
            String iso = plain.startsWith("PT") ? plain : "PT" + plain + (isNumber ? "S" : "");
            Duration duration = Duration.parse(iso);
            if (!duration.isNegative() && !duration.isZero() && duration.toDays() < Short.MAX_VALUE) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw new IllegalArgumentException("giveUpAfter must be a duration, as 30, 30s or 5m: " + text);
    }

    private boolean flag(String name) {
        String text = text(name, "false");
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException(name + " must be true or false: " + text);
    }

    private Priority priority() {
        String text = text("priority", Priority.BACKGROUND.name());
        return Arrays.stream(Priority.values())
                .filter(each -> each.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "priority must be one of " + Arrays.toString(Priority.values()) + ": " + text));
    }

    private String text(String name, String otherwise) {
        return settings.getOrDefault(name, otherwise);
    }
}
