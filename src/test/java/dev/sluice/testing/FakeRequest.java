package dev.sluice.testing;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A request for a handler of Vert.x without a server, from a program on this machine, with work in the background. */
public final class FakeRequest {

    private static final int PORT = 40_000;

    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    private final Map<String, Object> values = new HashMap<>();
    private final List<Callable<?>> background = new ArrayList<>();
    private String path;

    /** Creates a request for a path. */
    public FakeRequest(String path) {
        this.path = path;
    }

    /** Adds a header. */
    public FakeRequest with(String header, String value) {
        headers.add(header, value);
        return this;
    }

    /** Moves the request to another path. */
    public void moveTo(String other) {
        path = other;
    }

    /** Does the work that was handed to worker threads. */
    public void work() throws Exception {
        for (Callable<?> task : background) {
            task.call();
        }
        background.clear();
    }

    /** Returns the context of the request. */
    public RoutingContext context() {
        return fake(RoutingContext.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "request" -> request();
            case "vertx" -> vertx();
            case "normalizedPath" -> path;
            case "get" -> values.get(arguments[0]);
            case "remove" -> values.remove(arguments[0]);
            case "put" -> {
                values.put((String) arguments[0], arguments[1]);
                yield proxy;
            }
            case "next" -> null;
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private Vertx vertx() {
        return fake(Vertx.class, (proxy, method, arguments) -> {
            background.add((Callable<?>) arguments[0]);
            return Future.succeededFuture();
        });
    }

    private HttpServerRequest request() {
        return fake(HttpServerRequest.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "headers" -> headers;
            case "method" -> HttpMethod.GET;
            case "getHeader" -> headers.get(arguments[0].toString());
            case "authority" -> HostAndPort.create("localhost", PORT);
            case "connection" -> connection();
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private static HttpConnection connection() {
        return fake(
                HttpConnection.class, (proxy, method, arguments) -> SocketAddress.inetSocketAddress(PORT, "127.0.0.1"));
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FakeRequest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
