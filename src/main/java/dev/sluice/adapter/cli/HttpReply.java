package dev.sluice.adapter.cli;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one answer of HTTP/1.1 (RFC 9112) from a connection that ends with it. The head and the body are bounded. Not
 * thread-safe.
 */
final class HttpReply {

    private static final int MAX_HEAD = 64 << 10;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[0-9] ([1-5][0-9]{2})(?: .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,15})[ \\t]*(?:;.*)?");

    private final InputStream in;
    private final int maxBody;
    private int headLeft = MAX_HEAD;
    private int status;
    private String length = "";
    private boolean isChunked;

    /** Reports a body that is longer than allowed. */
    static final class BodyTooLong extends IOException {

        private static final long serialVersionUID = 1L;

        BodyTooLong() {
            super("the body is too long");
        }
    }

    /**
     * An answer.
     *
     * @param status the status, from 200
     * @param body the body in UTF-8
     */
    record StatusAndBody(int status, String body) {}

    HttpReply(InputStream in, int maxBody) {
        this.in = in;
        this.maxBody = maxBody;
    }

    /** Returns the answer after interim answers (1xx). An answer that is no HTTP, or ends too early, is a failure. */
    StatusAndBody read() throws IOException {
        do {
            head();
        } while (status < 200);
        return new StatusAndBody(status, new String(body(), StandardCharsets.UTF_8));
    }

    private void head() throws IOException {
        Matcher first = STATUS.matcher(line());
        if (!first.matches()) {
            throw new IOException("no answer of HTTP/1.1");
        }
        status = Integer.parseInt(first.group(1));
        length = "";
        isChunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                header(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
    }

    private void header(String name, String value) throws IOException {
        if (name.equals("transfer-encoding")) {
            if (!value.equalsIgnoreCase("chunked")) {
                throw new IOException("unknown transfer encoding");
            }
            isChunked = true;
        } else if (name.equals("content-length")) {
            if (!LENGTH.matcher(value).matches() || (!length.isEmpty() && !length.equals(value))) {
                throw new IOException("invalid content length");
            }
            length = value;
        }
    }

    private byte[] body() throws IOException {
        if (status == 204 || status == 304) {
            return new byte[0];
        }
        if (isChunked) {
            return chunks();
        }
        if (!length.isEmpty()) {
            return exactly(Long.parseLong(length), maxBody);
        }
        byte[] all = in.readNBytes(maxBody + 1);
        if (all.length > maxBody) {
            throw new BodyTooLong();
        }
        return all;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            headLeft = MAX_HEAD;
            Matcher size = CHUNK.matcher(line());
            if (!size.matches()) {
                throw new IOException("invalid chunk");
            }
            long bytes = Long.parseLong(size.group(1), 16);
            if (bytes == 0) {
                return body.toByteArray(); // the connection ends, so trailers are of no interest
            }
            body.writeBytes(exactly(bytes, maxBody - body.size()));
            if (!line().isEmpty()) {
                throw new IOException("invalid chunk");
            }
        }
    }

    private byte[] exactly(long bytes, int limit) throws IOException {
        if (bytes > limit) {
            throw new BodyTooLong();
        }
        byte[] read = in.readNBytes((int) bytes);
        if (read.length < bytes) {
            throw new EOFException("the body is incomplete");
        }
        return read;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            if (--headLeft < 0) {
                throw new IOException("the head is longer than " + MAX_HEAD + " bytes");
            }
            line.append((char) next);
        }
        int end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
    }
}
