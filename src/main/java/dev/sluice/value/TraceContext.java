package dev.sluice.value;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace and the span in which a request runs, with the identifiers of W3C Trace Context
 * (https://www.w3.org/TR/trace-context/). Immutable.
 *
 * @param traceId id of the trace: 32 lower-case hexadecimal digits, not all zero
 * @param spanId id of the span: 16 lower-case hexadecimal digits, not all zero
 * @param sampled whether the span is recorded
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {

    /** Reads the id of a trace, in upper or lower case. */
    public static final ValueType<String> TRACE_ID =
            Values.text("a trace id: 32 hexadecimal digits, not all of them zero", TraceContext::idOf);

    private static final Pattern ID = Pattern.compile("(?!0{32})[0-9A-Fa-f]{32}");
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;

    /**
     * Checks the ids.
     *
     * @throws BadValue if an id does not have its form
     */
    public TraceContext {
        check("traceId", traceId, TRACE_DIGITS);
        check("spanId", spanId, SPAN_DIGITS);
    }

    private static @Nullable String idOf(String text) {
        return ID.matcher(text).matches() ? text.toLowerCase(Locale.ROOT) : null;
    }

    /** Checks without a pattern, because each traced acquire does so. */
    private static void check(String name, String id, int digits) {
        boolean isZero = true;
        boolean isHex = id.length() == digits;
        for (int i = 0; isHex && i < digits; i++) {
            char digit = id.charAt(i);
            isHex = (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
            isZero &= digit == '0';
        }
        if (!isHex || isZero) {
            throw BadValue.of(name, "must be " + digits + " lower-case hexadecimal digits, not all zero", id);
        }
    }
}
