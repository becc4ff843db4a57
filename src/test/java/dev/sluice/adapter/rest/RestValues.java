package dev.sluice.adapter.rest;

import dev.sluice.control.operation.OperationEntry;
import dev.sluice.value.ValueType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads single values as the REST API does, for tests of other packages. */
public final class RestValues {

    private RestValues() {}

    /** Reads a query parameter; a refusal is an IllegalArgumentException with the detail of the problem. */
    public static <T> T query(ValueType<T> type, String name, String text) {
        try {
            return Parameters.read(type, name, text);
        } catch (Refusal e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Reads the patience in the JSON body of rotate-credentials. */
    public static Duration patienceInJson(String text) {
        String json = "{\"username\": \"u\", \"patience\": \"" + text + "\"}";
        try {
            OperationEntry entry = OperationPaths.entry("rotate-credentials");
            InputStream body = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
            return Duration.parse(String.valueOf(
                    entry.command(JsonBody.texts(body, entry)).parameters().get("patience")));
        } catch (Refusal e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
