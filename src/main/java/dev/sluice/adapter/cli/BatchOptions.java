package dev.sluice.adapter.cli;

import dev.sluice.batch.control.BatchOrder;
import dev.sluice.batch.control.BatchSettings;
import dev.sluice.batch.control.RowSource;
import dev.sluice.batch.rows.RowFormat;
import dev.sluice.batch.rows.RowSyntax;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of {@code sluice batch}, and the order that they describe. */
final class BatchOptions {

    private static final String STANDARD_INPUT = "-";
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    @Option(names = "--workers", paramLabel = "N", description = "Number of workers (default: one for each processor).")
    private @Nullable String workers;

    @Option(names = "--threads", paramLabel = "N", description = "The same as --workers.")
    private @Nullable String threads;

    @Option(names = "--jobs", paramLabel = "N", description = "Number of jobs, without rows (default 128000).")
    private @Nullable String jobs;

    @Option(names = "--sql", paramLabel = "SQL", description = "Statement for each row, with :column for its values.")
    private @Nullable String sql;

    @Option(
            names = "--handler",
            paramLabel = "NAME",
            description = "The application's own code for each row or number.")
    private @Nullable String handler;

    @Option(
            names = "--rows",
            paramLabel = "FILE",
            description = "File of rows: CSV with a header, or NDJSON; - for the standard input.")
    private @Nullable String rows;

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "Format of the rows, csv or ndjson (default: by the ending of the file).")
    private @Nullable String format;

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            description = "Encoding of the rows, such as ISO-8859-1 or UTF-16 (default UTF-8).")
    private @Nullable String charset;

    @Option(
            names = "--delimiter",
            paramLabel = "C",
            description = "Character between two values of CSV, or tab (default: a comma).")
    private @Nullable String delimiter;

    @Option(
            names = "--null",
            paramLabel = "TEXT",
            description = "Unquoted text that stands for null in CSV (default: an empty value).")
    private @Nullable String nullText;

    @Option(names = "--from-query", paramLabel = "SQL", description = "Query whose result is the rows.")
    private @Nullable String fromQuery;

    @Option(names = "--from-pool", paramLabel = "POOL", description = "Pool for that query (default: that of --pool).")
    private @Nullable String fromPool;

    @Option(names = "--pool", paramLabel = "POOL", description = "Pool of the batch (default: the pool default).")
    private @Nullable String pool;

    @Option(
            names = "--priority",
            paramLabel = "LANE",
            description = "Lane in which the batch waits for connections: critical, high, normal, low or "
                    + "background (default).")
    private @Nullable String priority;

    @Option(
            names = "--chunk",
            paramLabel = "N",
            description = "Jobs in one transaction (default 100, for the demonstration 1).")
    private @Nullable String chunk;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "Maximum retries of a job after a lost connection (default: no limit).")
    private @Nullable String retries;

    @Option(
            names = "--give-up-after",
            paramLabel = "TIME",
            description = "Maximum outage of the database, such as 30s or 5m (default: no limit).")
    private @Nullable String giveUpAfter;

    @Option(names = "--continue-on-error", description = "Skips rows that fail, and lists them at the end.")
    private boolean continueOnError;

    @Option(
            names = "--failed-rows",
            paramLabel = "FILE",
            description = "File for failed rows, as NDJSON with the reasons; can be repaired and given to " + "--rows.")
    private @Nullable Path failedRows;

    @Option(
            names = "--overwrite",
            description = "Replaces an existing file of --failed-rows (default: the file is kept).")
    private boolean overwrite;

    @Option(
            names = "--resume",
            paramLabel = "ID",
            description = "Name under which progress is kept in the database; a batch of this name is " + "continued.")
    private @Nullable String resume;

    @Option(
            names = "--distributed",
            description =
                    "Have every instance work on it that works on batches of this pool, and this command, too; under"
                            + " the name of --resume, or one that is made.")
    private boolean distributed;

    @Option(names = "--json", description = "Print nothing but the result, in JSON.")
    private boolean json;

    boolean isJson() {
        return json;
    }

    @Nullable
    Path failedRows() {
        return failedRows;
    }

    boolean overwrites() {
        return overwrite;
    }

    /** Checks that the options go together. */
    void check(CommandSpec command) {
        order(command, InputStream.nullInputStream());
    }

    /** Returns the order that the options describe. */
    BatchOrder order(CommandSpec command, InputStream in) {
        try {
            return BatchSettings.order(settings(), rows(in));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), inOptions(String.valueOf(e.getMessage())));
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        put(settings, "sql", sql);
        put(settings, "handler", handler);
        put(settings, "jobs", jobs);
        put(settings, "fromQuery", fromQuery);
        put(settings, "fromPool", fromPool);
        put(settings, "pool", pool);
        put(settings, "priority", priority);
        put(settings, "workers", workers);
        put(settings, "threads", threads);
        put(settings, "chunk", chunk);
        put(settings, "retries", retries);
        put(settings, "giveUpAfter", giveUpAfter);
        put(settings, "resume", resume);
        put(settings, "continueOnError", continueOnError ? "true" : null);
        put(settings, "delimiter", delimiter);
        put(settings, "null", nullText);
        put(settings, "distributed", distributed ? "true" : null);
        return settings;
    }

    private static void put(Map<String, String> settings, String name, @Nullable String value) {
        if (value != null) {
            settings.put(name, value);
        }
    }

    /** The message begins with the name of a setting, which is spelled as the option for it is. */
    private static String inOptions(String message) {
        String name = message.split(" ", 2)[0];
        return "--" + HUMP.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT) + message.substring(name.length());
    }

    private @Nullable RowSource rows(InputStream in) {
        Charset encoding = encoding();
        if (rows == null) {
            if (charset != null) {
                throw new IllegalArgumentException("charset is for rows of a file or of the input");
            }
            return null;
        }
        RowSyntax syntax = RowSyntax.of(formatOf(rows)).in(encoding);
        return rows.equals(STANDARD_INPUT)
                ? new RowSource.Stream(in, syntax)
                : new RowSource.File(Path.of(rows), syntax);
    }

    private Charset encoding() {
        try {
            return charset == null ? StandardCharsets.UTF_8 : Charset.forName(charset.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("charset '" + charset + "' is not known here", e);
        }
    }

    private RowFormat formatOf(String file) {
        if (format != null) {
            return RowFormat.ofOption(format)
                    .orElseThrow(() -> new IllegalArgumentException("format must be csv or ndjson: " + format));
        }
        return RowFormat.ofFile(file)
                .orElseThrow(() -> new IllegalArgumentException(
                        "format is missing: csv or ndjson, which '" + file + "' does not tell"));
    }
}
