package dev.sluice.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Stands in front of a service on its own machine, as a port forward or a reverse proxy does, and adds no header. */
public final class Forwarder implements AutoCloseable {

    private final int port;
    private final AutoCloseable end;

    private Forwarder(int port, AutoCloseable end) {
        this.port = port;
        this.end = end;
    }

    /** Returns the port, on the loopback address. */
    public int port() {
        return port;
    }

    /** Passes bytes on, both ways: what is in them it does not know. */
    public static Forwarder ofBytes(int to) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        OwnThread.EACH.execute(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    Socket service = new Socket(InetAddress.getLoopbackAddress(), to);
                    OwnThread.EACH.execute(() -> pass(client, service));
                    OwnThread.EACH.execute(() -> pass(service, client));
                } catch (IOException e) {
                    // this ends, or one of the two has gone
                }
            }
        });
        return new Forwarder(server.getLocalPort(), server);
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of the two has gone
        }
    }

    /** Asks the service itself, under the service's own name, what it is asked. */
    public static Forwarder ofRequests(int to) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        HttpClient client = HttpClient.newHttpClient();
        server.createContext("/", exchange -> answer(exchange, client, to));
        server.setExecutor(OwnThread.EACH);
        server.start();
        return new Forwarder(server.getAddress().getPort(), () -> server.stop(0));
    }

    private static void answer(HttpExchange exchange, HttpClient client, int to) throws IOException {
        try (exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + to + exchange.getRequestURI()))
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()));
            for (String name : new String[] {"Authorization", "Content-Type"}) {
                String value = exchange.getRequestHeaders().getFirst(name);
                if (value != null) {
                    request.header(name, value);
                }
            }
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            for (String name : new String[] {"Content-Type", "WWW-Authenticate", "Location", "Retry-After"}) {
                response.headers()
                        .firstValue(name)
                        .ifPresent(value -> exchange.getResponseHeaders().add(name, value));
            }
            exchange.sendResponseHeaders(
                    response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            end.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
