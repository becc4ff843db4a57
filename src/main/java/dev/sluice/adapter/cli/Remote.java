package dev.sluice.adapter.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of a running service. Every request ends within the timeout, including its body. A body of more than
 * {@value #MAX_BODY} bytes is refused, and redirects are not followed. Thread-safe.
 */
final class Remote {

    static final int MAX_BODY = 16 << 20;

    private static final String JSON = "application/json";
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final URI base;
    private final @Nullable String token;
    private final Duration timeout;
    private final HttpClient client;

    /**
     * Creates a client of the service at {@code base}, a URL of HTTP without user, query and fragment, which ends
     * without a slash.
     */
    Remote(URI base, @Nullable String token, Duration timeout) {
        this.base = base;
        this.token = token;
        this.timeout = timeout;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    /** Returns the URL of the service. */
    String url() {
        return base.toString();
    }

    /** Returns a JSON object or array; any other answer is a failure. */
    ServiceResponse get(String path) throws RemoteFailure, InterruptedException {
        return json(send(request(path, JSON).GET()));
    }

    /**
     * Returns a text of any format that the process has beside the API: below the URL of the service, or, if that has
     * none, at the root of its host.
     */
    String text(String path) throws RemoteFailure, InterruptedException {
        try {
            return text(URI.create(base + path));
        } catch (RemoteProblem e) {
            if (base.getRawPath().isEmpty()) {
                throw e;
            }
            return text(base.resolve(path));
        }
    }

    private String text(URI uri) throws RemoteFailure, InterruptedException {
        return send(request(uri, "text/plain").GET()).text();
    }

    /**
     * Returns the report of an operation, or the operation if it still runs (202). The service answers before the
     * timeout.
     */
    ServiceResponse post(String path) throws RemoteFailure, InterruptedException {
        return order("POST", path, null);
    }

    /** Orders an operation by this method of HTTP, with or without a JSON body. */
    ServiceResponse order(String method, String path, @Nullable String body)
            throws RemoteFailure, InterruptedException {
        HttpRequest.BodyPublisher publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest.Builder request = request(path, JSON)
                .method(method, publisher)
                .header("Prefer", "wait=" + Math.min(timeout.toSeconds() / 2, 999))
                .header("Sluice-Actor", "sluice command");
        if (body != null) {
            request.header("Content-Type", JSON);
        }
        return json(send(request));
    }

    private HttpRequest.Builder request(String path, String accept) {
        HttpRequest.Builder request = request(URI.create(base + path), accept);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static HttpRequest.Builder request(URI uri, String accept) {
        return HttpRequest.newBuilder(uri).header("Accept", accept);
    }

    private static ServiceResponse json(ServiceResponse answer) throws RemoteProblem {
        if (!answer.json().isContainerNode()) {
            throw RemoteProblem.notSluice("it is not JSON");
        }
        return answer;
    }

    private ServiceResponse send(HttpRequest.Builder request) throws RemoteFailure, InterruptedException {
        HttpResponse<byte[]> response = await(client.sendAsync(request.build(), info -> new BoundedBody(MAX_BODY)));
        String text = new String(response.body(), StandardCharsets.UTF_8);
        ServiceResponse answer = new ServiceResponse(response.statusCode(), text, parse(text));
        if (answer.status() >= 300 && answer.status() < 400) {
            throw RemoteProblem.notSluice("it is a redirect (" + answer.status() + ") to elsewhere");
        }
        if (answer.status() < 200 || answer.status() >= 400) {
            throw RemoteProblem.of(answer);
        }
        return answer;
    }

    /**
     * Waits for the answer within the timeout, including its body. The client's own timeout covers the headers only.
     */
    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> exchange)
            throws RemoteFailure, InterruptedException {
        try {
            return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unreachable("no answer within " + SpanFormat.of(timeout.toMillis() / 1e3));
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } finally {
            exchange.cancel(true); // closes the connection, if it is still open
        }
    }

    private RemoteFailure failure(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof BoundedBody.BodyTooLong) {
                return RemoteProblem.notSluice("it is longer than " + MAX_BODY + " bytes");
            }
            if (cause instanceof UnresolvedAddressException) {
                return unreachable("unknown host " + base.getHost());
            }
        }
        if (error instanceof HttpConnectTimeoutException) {
            return unreachable("no connection within " + SpanFormat.of(timeout.toMillis() / 1e3));
        }
        String message = Objects.requireNonNullElse(error.getMessage(), "");
        if (error instanceof ConnectException) {
            boolean refused = message.isEmpty() || message.startsWith("Connection refused");
            return unreachable(refused ? "connection refused" : message);
        }
        return unreachable(
                "the answer broke off: " + (message.isEmpty() ? error.getClass().getSimpleName() : message));
    }

    private RemoteUnreachable unreachable(String why) {
        return new RemoteUnreachable(url(), why);
    }

    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
