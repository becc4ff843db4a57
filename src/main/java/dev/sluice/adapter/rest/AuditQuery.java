package dev.sluice.adapter.rest;

import dev.sluice.access.AuditEvent.ChangeOutcome;
import dev.sluice.audit.AuditFilter;
import dev.sluice.audit.AuditKind;
import dev.sluice.audit.AuditPosition;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The part of the audit log that an answer contains. */
public class AuditQuery {

    private static final ValueType<Instant> TIME =
            Values.text("a time with its offset, such as 2026-11-29T03:00:00Z", AuditQuery::time);
    private static final ValueType<String> OUTCOME = Values.choice(
            Arrays.stream(ChangeOutcome.values()).map(ChangeOutcome::word).toList());
    private static final ValueType<String> KIND =
            Values.choice(Arrays.stream(AuditKind.values()).map(AuditKind::word).toList());
    private static final ValueType<AuditPosition> POSITION =
            Values.text("the value of 'next' of an answer, such as 121-46", AuditPosition::of);

    @QueryParam("since")
    @Parameter(description = "Only lines from this time on.", example = "2026-11-29T03:00:00Z")
    public @Nullable String since;

    @QueryParam("until")
    @Parameter(description = "Only lines before this time.", example = "2026-11-29T04:00:00Z")
    public @Nullable String until;

    @QueryParam("principal")
    @Parameter(description = "Only requests of this principal; 'anonymous' without credentials.", example = "ada")
    public @Nullable String principal;

    @QueryParam("operation")
    @Parameter(description = "Only this operation.", example = "reset")
    public @Nullable String operation;

    @QueryParam("target")
    @Parameter(description = "Only this pool or other target.", example = "orders")
    public @Nullable String target;

    @QueryParam("outcome")
    @Parameter(
            description = "Only this outcome: begun, succeeded, incomplete, failed, cancelled or denied.",
            example = "denied")
    public @Nullable String outcome;

    @QueryParam("before")
    @Parameter(
            description = "Only lines before this position, the value of 'next' of an answer.",
            example = "121-46",
            schema = @Schema(type = SchemaType.STRING, pattern = "\\d{1,18}-\\d{1,18}"))
    public @Nullable String before;

    @QueryParam("kind")
    @Parameter(description = "Only this kind of lines: change or denial.", example = "denial")
    public @Nullable String kind;

    @QueryParam("limit")
    @DefaultValue("100")
    @Parameter(
            description = "Maximum lines in the answer (1–" + PageQuery.LARGEST + ", default 100).",
            example = "100",
            schema =
                    @Schema(
                            type = SchemaType.INTEGER,
                            minimum = "1",
                            maximum = "" + PageQuery.LARGEST,
                            defaultValue = "100"))
    public String limit = "100";

    private static @Nullable Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Returns the maximum number of lines. */
    int most() {
        return Parameters.number("limit", limit, 1, PageQuery.LARGEST);
    }

    /** Returns the selection. */
    AuditFilter filter() {
        return new AuditFilter(
                Parameters.name("principal", principal),
                Parameters.name("operation", operation),
                Parameters.name("target", target),
                optional(OUTCOME, "outcome", outcome),
                optional(TIME, "since", since),
                optional(TIME, "until", until),
                optional(POSITION, "before", before),
                kind());
    }

    private @Nullable AuditKind kind() {
        String word = optional(KIND, "kind", kind);
        return word == null ? null : AuditKind.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static <T> @Nullable T optional(ValueType<T> type, String name, @Nullable String text) {
        return text == null ? null : Parameters.read(type, name, text);
    }
}
