package dev.sluice.batch.rows;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/**
 * A text in any encoding, in records of bounded length. Invalid bytes become {@link #BROKEN}, which is no character and
 * occurs in no text, unlike the usual U+FFFD. A byte order mark is skipped.
 */
final class EncodedText extends Reader {

    static final char BROKEN = '\uFFFF';

    /** The maximum length of a record; a record may exceed it by up to one buffer. */
    static final int LONGEST = 16 * 1024 * 1024;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Reader in;
    private final Charset charset;
    private final int longest;
    private long left;
    private boolean begun;

    EncodedText(InputStream in, Charset charset, int longest) {
        this.charset = charset;
        this.in = new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)
                        .replaceWith(String.valueOf(BROKEN)));
        this.longest = longest;
        left = longest;
    }

    /** Reports a record that is longer than allowed. */
    static final class TooLong extends IOException {

        private static final long serialVersionUID = 1L;

        TooLong(int longest) {
            super("is longer than " + longest + " characters");
        }
    }

    static boolean isBroken(String text) {
        return text.indexOf(BROKEN) >= 0;
    }

    /** Returns the problem of a text with invalid bytes. */
    String notValid() {
        return "is not valid " + charset.name();
    }

    /** Marks the beginning of a record; the reader calls this method before each record. */
    void recordBegins() {
        left = longest;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left <= 0) {
            throw new TooLong(longest);
        }
        int count = begun ? in.read(buffer, offset, length) : first(buffer, offset, length);
        left -= count;
        return count;
    }

    private int first(char[] buffer, int offset, int length) throws IOException {
        begun = true;
        int count = in.read(buffer, offset, 1);
        return count == 1 && buffer[offset] == BYTE_ORDER_MARK ? in.read(buffer, offset, length) : count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
