package dev.sluice.batch.control;

import static dev.sluice.batch.control.BatchSetting.SettingSource.COMMAND_LINE;
import static dev.sluice.batch.control.BatchSetting.SettingSource.ORDER;
import static dev.sluice.batch.control.BatchSetting.SettingSource.ROWS;
import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.admission.Priority;
import dev.sluice.batch.control.BatchSetting.SettingSource;
import dev.sluice.batch.rows.RowSyntax;
import dev.sluice.control.PoolName;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All settings of batches, each declared once. These surfaces are derived from the declarations: the options of {@code
 * sluice batch}, the fields and query parameters of {@code POST /batches} with their OpenAPI document, and the
 * parameters of JMX. The reader of orders and the table of the documentation are derived from them, too. Thread-safe.
 */
public final class BatchSettings {

    /** The default number of jobs where jobs are numbers. */
    public static final long JOBS = 128_000;

    private static final int MOST_RETRIES = 1_000_000_000;
    private static final String NO_LIMIT = "no limit";
    private static final String TAB = "tab";

    private static final ValueType<String> ID =
            Values.text(BatchOrder.ID_RULE, text -> BatchOrder.isId(text) ? text : null);
    private static final ValueType<Character> CHARACTER =
            Values.text("one character, or tab", BatchSettings::character);
    private static final ValueType<String> NULL_TEXT = Values.text(
            "a text of 1 to " + RowSyntax.LONGEST_NULL + " characters",
            text -> text.isEmpty() || text.length() > RowSyntax.LONGEST_NULL ? null : text);

    static final ValueSpec<String> SQL = optional(
            "sql",
            Values.text(),
            "Statement for each row, with :column for the values of the row.",
            "insert into t (id, name) values (:id, :name)");
    static final ValueSpec<String> HANDLER =
            optional("handler", Values.text(), "Name of the application's handler for each row or number.", "reindex");
    static final ValueSpec<Long> NUMBER_OF_JOBS = optional(
                    "jobs", Values.wholeNumber(0, Long.MAX_VALUE), "Number of jobs, for a batch without rows.", "64000")
            .or(JOBS, String.valueOf(JOBS));
    static final ValueSpec<String> FROM_QUERY =
            optional("fromQuery", Values.text(), "Query whose result is the rows.", "select id, name from old");
    static final ValueSpec<String> FROM_POOL = optional(
                    "fromPool", Values.text(), "Pool that runs the query of fromQuery.", "archive")
            .orElse("the pool of the batch");
    static final ValueSpec<String> POOL = optional(
                    "pool", Values.text(), "Pool over which the batch runs.", PoolName.DEFAULT)
            .or(PoolName.DEFAULT, PoolName.DEFAULT);
    static final ValueSpec<Priority> PRIORITY = optional(
                    "priority",
                    Values.choice(Priority.class),
                    "Lane in which the batch waits for connections. In every lane but BACKGROUND it leaves no free"
                            + " connections for other callers.",
                    "LOW")
            .or(Priority.BACKGROUND, Priority.BACKGROUND.name());
    static final ValueSpec<Integer> WORKERS = optional(
                    "workers",
                    BatchOrder.WORKERS,
                    "Number of workers. Workers beyond the connections of the pool take turns.",
                    "4")
            .orElse("one for each processor");
    static final ValueSpec<Integer> THREADS = optional("threads", BatchOrder.WORKERS, "Another name of workers.", "4");
    static final ValueSpec<Integer> CHUNK = optional(
                    "chunk",
                    BatchOrder.CHUNKS,
                    "Jobs in one transaction. Callers of a full pool wait for at most one chunk.",
                    "1000")
            .orElse(BatchOrder.CHUNK_SIZE + ", for the demonstration 1");
    static final ValueSpec<Integer> RETRIES = optional(
                    "retries",
                    Values.integer(0, MOST_RETRIES),
                    "Maximum retries of a chunk after a lost connection or a temporary server error.",
                    "10")
            .orElse(NO_LIMIT);
    static final ValueSpec<Duration> GIVE_UP_AFTER = optional(
                    "giveUpAfter",
                    Values.POSITIVE_DURATION,
                    "Maximum outage of the database, and maximum wait of a chunk for the end of temporary"
                            + " server errors.",
                    "10m")
            .orElse(NO_LIMIT);
    static final ValueSpec<Boolean> CONTINUE_ON_ERROR = optional(
                    "continueOnError",
                    Values.FLAG,
                    "Skips failed rows. Otherwise the first failed row ends the batch. The demonstration always skips"
                            + " failed jobs.",
                    "true")
            .or(false, "false");
    static final ValueSpec<String> RESUME = optional(
                    "resume",
                    ID,
                    "Name under which progress is kept in the database. A batch of the same name is continued.",
                    "import-7")
            .orElse("progress is not kept");
    static final ValueSpec<Boolean> DISTRIBUTED = optional(
                    "distributed",
                    Values.FLAG,
                    "Stores the batch in the database. All instances that run distributed batches of the pool work on"
                            + " it. The name of the batch is that of resume, or is generated.",
                    "true")
            .or(false, "false");
    static final ValueSpec<Character> DELIMITER = optional(
                    "delimiter", CHARACTER, "Character between two values of CSV.", ";")
            .orElse("a comma");
    static final ValueSpec<String> NULL = optional(
                    "null",
                    NULL_TEXT,
                    "Unquoted text that stands for null in CSV. With this setting an empty value is an empty text.",
                    "\\N")
            .orElse("an empty value");

    private static final List<BatchSetting<?>> ALL = List.of(
            setting(SQL, "SQL", COMMAND_LINE, ORDER, ROWS),
            setting(HANDLER, "NAME", COMMAND_LINE, ORDER, ROWS),
            setting(NUMBER_OF_JOBS, "N", COMMAND_LINE, ORDER),
            setting(FROM_QUERY, "SQL", COMMAND_LINE, ORDER),
            setting(FROM_POOL, "POOL", COMMAND_LINE, ORDER),
            setting(POOL, "POOL", COMMAND_LINE, ORDER, ROWS),
            setting(PRIORITY, "LANE", COMMAND_LINE, ORDER, ROWS),
            setting(WORKERS, "N", COMMAND_LINE, ORDER, ROWS),
            setting(THREADS, "N", COMMAND_LINE, ORDER, ROWS),
            setting(CHUNK, "N", COMMAND_LINE, ORDER, ROWS),
            setting(RETRIES, "N", COMMAND_LINE, ORDER, ROWS),
            setting(GIVE_UP_AFTER, "TIME", COMMAND_LINE, ORDER, ROWS),
            setting(CONTINUE_ON_ERROR, "", COMMAND_LINE, ORDER, ROWS),
            setting(RESUME, "ID", COMMAND_LINE, ORDER, ROWS),
            setting(DISTRIBUTED, "", COMMAND_LINE, ORDER, ROWS),
            setting(DELIMITER, "C", COMMAND_LINE, ROWS),
            setting(NULL, "TEXT", COMMAND_LINE, ROWS));

    private BatchSettings() {}

    private static <T> BatchSetting<T> setting(ValueSpec<T> spec, String label, SettingSource... surfaces) {
        return new BatchSetting<>(spec, label, Set.of(surfaces));
    }

    private static @Nullable Character character(String text) {
        if (text.equals(TAB) || text.equals("\\t")) {
            return '\t';
        }
        return text.length() == 1 ? text.charAt(0) : null;
    }

    /** Returns all settings in the order of the documentation. */
    public static List<BatchSetting<?>> all() {
        return ALL;
    }

    /** Returns the settings that a surface takes. */
    public static List<BatchSetting<?>> of(SettingSource surface) {
        return ALL.stream().filter(each -> each.surfaces().contains(surface)).toList();
    }

    /** Returns the names of the settings that a surface takes. */
    public static List<String> names(SettingSource surface) {
        return of(surface).stream().<String>map(BatchSetting::name).toList();
    }
}
