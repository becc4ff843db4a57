package dev.sluice.adapter.rest;

import dev.sluice.batch.control.BatchView;
import dev.sluice.control.diagnosis.Diagnosis;
import dev.sluice.control.operation.Operation;
import dev.sluice.pool.operation.OperationReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bounds foreign texts for answers and logs, and replaces characters that would forge a log line or break the JSON. It
 * does not look for secrets: the pools remove theirs from the messages of drivers.
 */
final class Redacted {

    private static final int MAX_LENGTH = 500;
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private Redacted() {}

    static String text(@Nullable String text) {
        String given = text == null ? "" : text;
        String cut = given.length() <= MAX_LENGTH ? given : given.substring(0, MAX_LENGTH) + "…";
        return UNSAFE.matcher(cut).replaceAll("?");
    }

    static @Nullable String orNull(@Nullable String text) {
        return text == null ? null : text(text);
    }

    static OperationReport report(OperationReport r) {
        return r.message() == null ? r : r.withMessage(text(r.message()));
    }

    static Diagnosis diagnosis(Diagnosis d) {
        return d.withWords(Redacted::text);
    }

    static BatchView batch(BatchView b) {
        return b.withWords(Redacted::text);
    }

    static Operation operation(Operation o) {
        OperationReport report = o.report();
        return operation(o, report == null ? null : report(report));
    }

    /** Returns the operation without its report, for lists: a report may name thousands of connections. */
    static Operation withoutReport(Operation o) {
        return operation(o, null);
    }

    private static Operation operation(Operation o, @Nullable OperationReport report) {
        Map<String, String> parameters = new LinkedHashMap<>();
        o.parameters().forEach((name, value) -> parameters.put(name, text(value)));
        return o.withTexts(parameters, report, orNull(o.problem()));
    }
}
