package dev.sluice.adapter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers as a test says; what it was not told of is not found. */
final class StubService implements AutoCloseable {

    /** Answers one request. */
    @FunctionalInterface
    interface Handling {
        void handle(HttpExchange exchange) throws IOException;
    }

    /** Method, path and what was sent along of each request. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    /** Path and query of each request. */
    final List<String> targets = new CopyOnWriteArrayList<>();

    private final Map<String, Handling> handlings = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    StubService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    StubService on(String path, Handling handling) {
        handlings.put(path, handling);
        return this;
    }

    StubService on(String path, int status, String body) {
        return on(path, exchange -> answer(exchange, status, body));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            targets.add(exchange.getRequestURI().toString());
            requests.add(exchange.getRequestMethod() + " " + path + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst("Prefer"));
            handlings
                    .getOrDefault(path, missing -> answer(missing, 404, Says.UNKNOWN_POOL))
                    .handle(exchange);
        }
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
