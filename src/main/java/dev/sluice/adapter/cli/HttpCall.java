package dev.sluice.adapter.cli;

import dev.sluice.time.Workers;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/1.1 on a connection of its own. The connection is plain, or TLS with the certificates that the
 * JVM trusts, for the host of the URL. Used once.
 *
 * <p>A command sends a request or two. The client of the JDK costs more processor time for its start than a whole
 * command with this class: docs/BENCHMARKS.md.
 */
final class HttpCall {

    private final URI uri;
    private final String head;
    private final byte[] body;
    private final int maxBody;
    private volatile @Nullable Socket socket;
    private volatile boolean connected;
    private volatile boolean over;

    /** Reports that no connection was established within the timeout. */
    static final class NoConnection extends TimeoutException {

        private static final long serialVersionUID = 1L;
    }

    /**
     * @param uri the URL, of HTTP or HTTPS
     * @param headers further fields of the head; names and values are visible ASCII characters
     * @param body the body, or null without one
     * @param maxBody the longest body of an answer, in bytes
     */
    HttpCall(URI uri, String method, Map<String, String> headers, @Nullable String body, int maxBody) {
        this.uri = uri;
        this.maxBody = maxBody;
        this.body = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(method + " " + target() + " HTTP/1.1\r\nHost: " + authority() + "\r\n");
        headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
        if (body != null || !method.equals("GET")) {
            text.append("Content-Length: " + this.body.length + "\r\n");
        }
        head = text + "Connection: close\r\n\r\n";
    }

    /**
     * Returns the answer. The time of a look-up of the host, of the connection and of the body counts.
     *
     * @throws NoConnection if no connection was established within the timeout
     * @throws TimeoutException if the answer was not complete within the timeout
     * @throws ExecutionException with the failure as its cause
     */
    HttpReply.StatusAndBody send(Duration timeout) throws TimeoutException, ExecutionException, InterruptedException {
        FutureTask<HttpReply.StatusAndBody> task = new FutureTask<>(this::exchange);
        Workers.start("sluice-http", task);
        try {
            return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw connected ? e : new NoConnection();
        } finally {
            over = true;
            close();
        }
    }

    private HttpReply.StatusAndBody exchange() throws IOException {
        try (Socket plain = connect();
                Socket open = isSecure() ? secured(plain) : plain) {
            OutputStream out = open.getOutputStream();
            byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
            byte[] all = new byte[start.length + body.length];
            System.arraycopy(start, 0, all, 0, start.length);
            System.arraycopy(body, 0, all, start.length, body.length);
            out.write(all);
            out.flush();
            return new HttpReply(new BufferedInputStream(open.getInputStream()), maxBody).read();
        }
    }

    /** Connects to the first address of the host that accepts. */
    private Socket connect() throws IOException {
        IOException failure = null;
        for (InetAddress address : InetAddress.getAllByName(host())) {
            Socket attempt = new Socket();
            socket = attempt;
            if (over) {
                attempt.close(); // RACE: the caller gave up before it could close this socket
            }
            try {
                attempt.connect(new InetSocketAddress(address, port()));
                connected = true;
                return attempt;
            } catch (IOException e) {
                attempt.close();
                failure = failure == null ? e : failure;
            }
        }
        throw failure == null ? new IOException("no address") : failure;
    }

    private SSLSocket secured(Socket plain) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secured = (SSLSocket) factory.createSocket(plain, host(), port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must name the host
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private void close() {
        Socket open = socket;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                return; // the answer is complete, or given up
            }
        }
    }

    private boolean isSecure() {
        return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT).equals("https");
    }

    private String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private int port() {
        return uri.getPort() >= 0 ? uri.getPort() : isSecure() ? 443 : 80;
    }

    private String authority() {
        return uri.getHost() + (uri.getPort() >= 0 ? ":" + uri.getPort() : "");
    }

    private String target() {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath();
        return (path == null || path.isEmpty() ? "/" : path)
                + (ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery());
    }
}
