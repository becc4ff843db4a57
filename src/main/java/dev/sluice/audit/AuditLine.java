package dev.sluice.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.sluice.access.AuditEvent;
import dev.sluice.access.Principal;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Formats an event as the fields of a JSON object, on one line of bounded length. */
final class AuditLine {

    /** Maximum characters of a value; the rest is cut. */
    static final int LONGEST_VALUE = 500;

    /** Maximum values of a map; the rest is left out. */
    static final int MOST_VALUES = 50;

    // Characters beyond ASCII are escaped, so that no line separator and no change of direction reaches a terminal.
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private AuditLine() {}

    /** Returns the fields without the braces. */
    static String fields(AuditEvent event, Instant time) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("time", time.toString());
            origin(json, event);
            json.writeStringField("operation", cut(event.operation()));
            json.writeStringField("target", cut(event.target()));
            field(json, "operationId", event.operationId());
            map(json, "parameters", event.parameters());
            map(json, "before", event.before());
            map(json, "after", event.after());
            json.writeStringField("outcome", event.outcome().word());
            field(json, "reason", event.reason());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter does not fail
        }
        String object = text.toString();
        return object.substring(1, object.length() - 1);
    }

    private static void origin(JsonGenerator json, AuditEvent event) throws IOException {
        Principal principal = event.requester().principal();
        json.writeStringField("who", cut(event.requester().name()));
        json.writeStringField("role", principal == null ? "none" : principal.roleNames());
        field(json, "by", principal == null ? null : principal.by().word());
        field(json, "claim", event.requester().claim());
        field(json, "address", event.requester().address());
        json.writeStringField("surface", event.requester().surface().name().toLowerCase(Locale.ROOT));
    }

    private static void field(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, cut(value));
        }
    }

    private static void map(JsonGenerator json, String name, Map<String, String> values) throws IOException {
        if (values.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart(name);
        int left = MOST_VALUES;
        for (Map.Entry<String, String> each : values.entrySet()) {
            if (left-- > 0) {
                json.writeStringField(cut(each.getKey()), cut(each.getValue()));
            }
        }
        json.writeEndObject();
    }

    private static String cut(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }
}
