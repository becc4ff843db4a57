package dev.sluice.tcp;

import dev.sluice.time.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Connects sockets. Every attempt looks up the addresses again, so that it follows an endpoint that has moved. It tries
 * one address after the other until one accepts.
 */
final class SocketDialler implements Dialler {

    private final Plan plan;
    private final Timer timer;
    private final LimitedResolver resolver;

    /**
     * The settings of an attempt to connect.
     *
     * @param connectTimeout limit for each address, and again for the handshake of TLS; zero for the limit of the
     *     operating system
     * @param tls null for no TLS
     * @param sockets creates unconnected sockets
     */
    record Plan(
            List<Endpoint> endpoints,
            Resolver resolver,
            Duration connectTimeout,
            boolean keepAlive,
            boolean tcpNoDelay,
            @Nullable SSLContext tls,
            Supplier<Socket> sockets) {}

    /**
     * @param resolvers runs the address look-ups, which may never return
     */
    SocketDialler(Plan plan, Timer timer, Executor resolvers) {
        this.plan = plan;
        this.timer = timer;
        this.resolver = new LimitedResolver(plan.resolver(), resolvers, timer);
    }

    @Override
    public int stuckThreads() {
        return resolver.stuckThreads();
    }

    /** Returns a socket that can be checked without a wait, see {@link ConnectedSocket#glance}. */
    static Socket viaChannel() {
        try {
            return SocketChannel.open().socket();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ConnectedSocket dial(ConnectAttempt attempt) throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (Endpoint endpoint : plan.endpoints()) {
            try {
                for (InetAddress address : resolver.resolve(endpoint.host())) {
                    ConnectedSocket wire = tryOne(attempt, endpoint, address, failures);
                    if (wire != null) {
                        return wire;
                    }
                }
            } catch (IOException e) {
                failures.add(new IOException(endpoint + ": " + FailureTexts.words(e), e));
            }
        }
        IOException all =
                new IOException(failures.stream().map(FailureTexts::words).collect(Collectors.joining(", ")));
        failures.forEach(all::addSuppressed);
        throw all;
    }

    private @Nullable ConnectedSocket tryOne(
            ConnectAttempt attempt, Endpoint endpoint, InetAddress address, List<IOException> failures)
            throws IOException {
        Socket raw = plan.sockets().get();
        try {
            attempt.opens(raw);
            return connect(raw, endpoint, address);
        } catch (IOException e) {
            ConnectedSocket.quietly(raw::close);
            if (attempt.isGivenUp()) {
                throw e;
            }
            failures.add(new IOException(at(endpoint, address) + ": " + FailureTexts.words(e), e));
            return null;
        } catch (Throwable t) {
            ConnectedSocket.quietly(raw::close);
            throw t;
        }
    }

    private static String at(Endpoint endpoint, InetAddress address) {
        String numbers = address.getHostAddress();
        return endpoint.host().equals(numbers) ? endpoint.toString() : endpoint + " (" + numbers + ")";
    }

    private ConnectedSocket connect(Socket raw, Endpoint endpoint, InetAddress address) throws IOException {
        raw.setKeepAlive(plan.keepAlive());
        raw.setTcpNoDelay(plan.tcpNoDelay());
        raw.connect(new InetSocketAddress(address, endpoint.port()), FailureTexts.millis(plan.connectTimeout()));
        if (raw.getLocalPort() == endpoint.port() && raw.getLocalAddress().equals(address)) {
            // TCP joins two ends that open at the same time, even if both are the same socket
            throw new ConnectException("connection refused: no listener (the socket was connected to itself)");
        }
        SSLContext tls = plan.tls();
        return new ConnectedSocket(raw, tls == null ? raw : secure(raw, endpoint, tls), timer);
    }

    /** Adds TLS, whose handshake verifies the name: a certificate for another name is refused. */
    private Socket secure(Socket raw, Endpoint endpoint, SSLContext tls) throws IOException {
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(raw, endpoint.host(), endpoint.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        CallLimit limit = CallLimit.on(raw::close, plan.connectTimeout(), timer);
        try {
            secure.startHandshake();
        } catch (IOException e) {
            throw limit.end() ? e : late(e);
        }
        if (!limit.end()) {
            throw late(null);
        }
        return secure;
    }

    private IOException late(@Nullable IOException cause) {
        IOException late =
                new SocketTimeoutException("no TLS handshake within " + FailureTexts.words(plan.connectTimeout()));
        late.initCause(cause);
        return late;
    }
}
