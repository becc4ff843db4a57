package dev.sluice.batch.rows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV as in RFC 4180, with any delimiter, record by record. A malformed record ends with its first line, and the
 * next record begins with the line after it: a bad quote costs only its own row. Not thread-safe.
 */
final class CsvRecords {

    private static final int BUFFER = 8192;
    private static final int MOST_KEPT = 65_536;
    private static final int END = -1;
    private static final char QUOTE = '"';

    private final EncodedText text;
    private final char delimiter;
    private final @Nullable String nullText;
    private final int longest;
    private final StringBuilder raw = new StringBuilder();
    private char[] buffer = new char[BUFFER];
    private int at;
    private int filled;

    CsvRecords(EncodedText text, RowSyntax syntax, int longest) {
        this.text = text;
        delimiter = syntax.delimiter();
        nullText = syntax.nullText();
        this.longest = longest;
    }

    /**
     * A record of CSV.
     *
     * @param values the values, with null as the syntax spells it; empty with a problem
     * @param problem the reason why the record is malformed, or null
     * @param line the first line of a malformed record, or null if that is too long
     */
    record Parsed(
            List<@Nullable String> values,
            @Nullable String problem,
            @Nullable String line) {}

    /** Signals a malformed record, with the reason. */
    private static final class Bad extends Exception {

        private static final long serialVersionUID = 1L;

        private final String problem;

        Bad(String problem) {
            super(problem, null, false, false);
            this.problem = problem;
        }

        String problem() {
            return problem;
        }
    }

    /** Returns the next record, or null after the last. */
    @Nullable
    Parsed next() throws IOException {
        raw.setLength(0);
        text.recordBegins();
        if (peek() == END) {
            return null;
        }
        try {
            List<@Nullable String> values = new ArrayList<>();
            do {
                values.add(value());
            } while (endsWithDelimiter());
            return new Parsed(values, null, null);
        } catch (Bad e) {
            return bad(e.problem());
        } catch (EncodedText.TooLong e) {
            return bad(e.getMessage() + "; is a quote not closed?");
        }
    }

    /** Returns the original text of the last record without its line end, or null if it is too long to be kept. */
    @Nullable
    String text() {
        return raw.length() > MOST_KEPT ? null : raw.toString().stripTrailing();
    }

    /** Returns whether the last record was a line without any character. */
    boolean isEmpty() {
        return raw.chars().allMatch(c -> c == '\r' || c == '\n');
    }

    /** Reads the delimiter or the line end after a value; returns true for a delimiter. */
    private boolean endsWithDelimiter() throws IOException {
        int c = read();
        if (c == '\r' && peek() == '\n') {
            read();
        }
        return c == delimiter;
    }

    private @Nullable String value() throws IOException, Bad {
        if (peek() == QUOTE) {
            return quoted();
        }
        int start = raw.length();
        while (!isEndOfValue(peek())) {
            read();
        }
        String value = raw.substring(start);
        boolean isNull = nullText == null ? value.isEmpty() : value.equals(nullText);
        return isNull ? null : value;
    }

    private String quoted() throws IOException, Bad {
        StringBuilder value = new StringBuilder();
        read();
        while (true) {
            int c = read();
            if (c == END) {
                throw new Bad("a quote is not closed");
            }
            if (c != QUOTE) {
                value.append((char) c);
            } else if (peek() == QUOTE) {
                value.append((char) read());
            } else {
                break;
            }
        }
        while (!isEndOfValue(peek())) {
            if (!Character.isWhitespace(read())) {
                throw new Bad("a closing quote is followed by text");
            }
        }
        return value.toString();
    }

    private boolean isEndOfValue(int c) {
        return c == delimiter || c == '\r' || c == '\n' || c == END;
    }

    private Parsed bad(String problem) throws IOException {
        int end = endOfLine();
        if (end == raw.length()) {
            return new Parsed(List.of(), problem, restOfLine());
        }
        unread(end);
        return new Parsed(List.of(), problem, raw.length() > MOST_KEPT ? null : raw.toString());
    }

    /** Returns the index of the end of the first line read, or the length of the text if the line has not ended. */
    private int endOfLine() {
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '\n' || raw.charAt(i) == '\r') {
                return i;
            }
        }
        return raw.length();
    }

    /** Puts back the text after that index, without the line end, to be read again. */
    private void unread(int end) {
        boolean isTwo = end + 1 < raw.length() && raw.charAt(end) == '\r' && raw.charAt(end + 1) == '\n';
        String again = raw.substring(end + (isTwo ? 2 : 1));
        char[] more = new char[again.length() + Math.max(0, filled - at)];
        again.getChars(0, again.length(), more, 0);
        System.arraycopy(buffer, at, more, again.length(), Math.max(0, filled - at));
        buffer = more;
        at = 0;
        filled = more.length;
        raw.setLength(end);
    }

    /** Reads to the end of the line and returns the line, or null if it is too long to be kept. */
    private @Nullable String restOfLine() throws IOException {
        StringBuilder line = new StringBuilder(raw);
        for (int c = skip(); c != '\n' && c != END; c = skip()) {
            if (c == '\r') {
                if (peek() == '\n') {
                    read();
                }
                break;
            }
            if (line.length() <= MOST_KEPT) {
                line.append((char) c);
            }
        }
        return line.length() > MOST_KEPT ? null : line.toString();
    }

    private int skip() throws IOException {
        raw.setLength(0);
        text.recordBegins();
        return read();
    }

    private int read() throws IOException {
        int c = peek();
        if (c != END) {
            at++;
            raw.append((char) c);
        }
        return c;
    }

    private int peek() throws IOException {
        if (at == filled) {
            if (raw.length() > longest) {
                throw new EncodedText.TooLong(longest);
            }
            if (buffer.length != BUFFER) {
                buffer = new char[BUFFER];
            }
            at = 0;
            filled = Math.max(0, text.read(buffer, 0, buffer.length));
        }
        return at == filled ? END : buffer[at];
    }
}
