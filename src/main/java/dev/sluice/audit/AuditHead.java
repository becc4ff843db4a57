package dev.sluice.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The content of a head file, which shows that lines at either end are missing. Immutable.
 *
 * @param last the place of the last line
 * @param first number of the oldest line that the log has not deleted itself, or {@link #UNKNOWN}
 */
record AuditHead(ChainLink last, long first) {

    /** The number of the first line in a head that does not tell it. */
    static final long UNKNOWN = 0;

    /** The head before anything is known. */
    static final AuditHead NONE = new AuditHead(ChainLink.START, UNKNOWN);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18}) ([\\w-]{43})(?: (\\d{1,18}))?\\s*");

    /** Returns the content of the head file; null if the file is missing, or its text is no head. */
    static @Nullable AuditHead of(AuditFiles files) throws IOException {
        return Files.exists(files.head()) ? of(Files.readString(files.head())) : null;
    }

    private static @Nullable AuditHead of(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        String first = parts.group(3);
        return new AuditHead(
                new ChainLink(Long.parseLong(parts.group(1)), parts.group(2)),
                first == null ? UNKNOWN : Long.parseLong(first));
    }

    /** Returns the description of missing lines if the oldest line on the disk has this number; otherwise null. */
    @Nullable
    String missingBefore(long oldest) {
        return first == UNKNOWN || oldest <= first
                ? null
                : "the lines " + first + " to " + (oldest - 1) + " are missing at the beginning";
    }

    String text() {
        return last.number() + " " + last.hash() + " " + first + "\n";
    }
}
