package dev.sluice.adapter.rest;

import jakarta.ws.rs.QueryParam;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Query parameters of a batch whose rows are in the body. */
public class BatchQuery {

    @QueryParam("sql")
    @Parameter(
            description = "The statement for each row, with :column for its values.",
            example = "insert into t (id, name) values (:id, :name)")
    public @Nullable String sql;

    @QueryParam("handler")
    @Parameter(description = "The application's own code for each row, instead.", example = "reindex")
    public @Nullable String handler;

    @QueryParam("pool")
    @Parameter(description = "Pool of the batch (default: the pool default).", example = "default")
    public @Nullable String pool;

    @QueryParam("priority")
    @Parameter(description = "The lane in which it waits; BACKGROUND if left out.", example = "LOW")
    public @Nullable String priority;

    @QueryParam("workers")
    @Parameter(description = "Number of workers.", example = "4")
    public @Nullable String workers;

    @QueryParam("chunk")
    @Parameter(description = "Rows in one transaction (default 100).", example = "1000")
    public @Nullable String chunk;

    @QueryParam("retries")
    @Parameter(description = "Maximum retries of a chunk after a lost connection (default: no limit).", example = "10")
    public @Nullable String retries;

    @QueryParam("giveUpAfter")
    @Parameter(description = "Maximum outage of the database (default: no limit).", example = "10m")
    public @Nullable String giveUpAfter;

    @QueryParam("continueOnError")
    @Parameter(description = "Whether rows that fail are skipped (default false).", example = "true")
    public @Nullable String continueOnError;

    @QueryParam("resume")
    @Parameter(description = "The name under which progress is kept in the database.", example = "import-7")
    public @Nullable String resume;

    @QueryParam("distributed")
    @Parameter(description = "Whether several instances work on the batch (default false).", example = "true")
    public @Nullable String distributed;

    @QueryParam("delimiter")
    @Parameter(description = "Character between two values of CSV, or tab (default: a comma).", example = ";")
    public @Nullable String delimiter;

    @QueryParam("null")
    @Parameter(
            description =
                    "The unquoted text that stands for null in CSV, 1 to 64 characters; an empty value is an empty"
                            + " text then. If left out, an empty value is null.",
            example = "\\N")
    public @Nullable String nullText;

    /** Returns the settings that the request gives. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        put(settings, "sql", sql);
        put(settings, "handler", handler);
        put(settings, "pool", pool);
        put(settings, "priority", priority);
        put(settings, "workers", workers);
        put(settings, "chunk", chunk);
        put(settings, "retries", retries);
        put(settings, "giveUpAfter", giveUpAfter);
        put(settings, "continueOnError", continueOnError);
        put(settings, "resume", resume);
        put(settings, "distributed", distributed);
        put(settings, "delimiter", delimiter);
        put(settings, "null", nullText);
        return settings;
    }

    private static void put(Map<String, String> settings, String name, @Nullable String value) {
        if (value != null) {
            settings.put(name, value);
        }
    }
}
