package dev.sluice.adapter.cli;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The query of a request, whose parameters may occur several times. Not thread-safe. */
final class RequestQuery {

    private final StringJoiner text = new StringJoiner("&", "?", "").setEmptyValue("");

    /** Adds a parameter, unless the value is null. */
    RequestQuery add(String name, @Nullable Object value) {
        if (value != null) {
            text.add(ApiPaths.encoded(name) + "=" + ApiPaths.encoded(String.valueOf(value)));
        }
        return this;
    }

    /** Returns the query with its question mark, or an empty text without parameters. */
    String text() {
        return text.toString();
    }
}
