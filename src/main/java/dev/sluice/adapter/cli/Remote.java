package dev.sluice.adapter.cli;

import dev.sluice.adapter.cli.HttpReply.StatusAndBody;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of a running service. Every request ends within the timeout, including its body. A body of more than
 * {@value #MAX_BODY} bytes is refused, and redirects are not followed. Thread-safe.
 */
final class Remote {

    static final int MAX_BODY = 16 << 20;

    private static final String JSON = "application/json";

    private final URI base;
    private final @Nullable String token;
    private final Duration timeout;

    /**
     * Creates a client of the service at {@code base}, a URL of HTTP without user, query and fragment, which ends
     * without a slash.
     */
    Remote(URI base, @Nullable String token, Duration timeout) {
        this.base = base;
        this.token = token;
        this.timeout = timeout;
    }

    /** Returns the URL of the service. */
    String url() {
        return base.toString();
    }

    /** Returns a JSON object or array; any other answer is a failure. */
    ServiceResponse get(String path) throws RemoteFailure, InterruptedException {
        return json(send(URI.create(base + path), "GET", authorized(JSON), null));
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
        return send(uri, "GET", accepting("text/plain"), null).text();
    }

    /**
     * Returns the report of an operation, or the operation if it still runs (202). The service answers before the
     * timeout.
     */
    ServiceResponse post(String path) throws RemoteFailure, InterruptedException {
        return order("POST", path, null);
    }

    /** Orders a long operation, and returns it as soon as it has begun. */
    ServiceResponse begin(String path) throws RemoteFailure, InterruptedException {
        Map<String, String> headers = authorized(JSON);
        headers.put("Prefer", "respond-async");
        headers.put("Sluice-Actor", "sluice command");
        return json(send(URI.create(base + path), "POST", headers, null));
    }

    /** Orders an operation by this method of HTTP, with or without a JSON body. */
    ServiceResponse order(String method, String path, @Nullable String body)
            throws RemoteFailure, InterruptedException {
        Map<String, String> headers = authorized(JSON);
        headers.put("Prefer", "wait=" + Math.min(timeout.toSeconds() / 2, 999));
        headers.put("Sluice-Actor", "sluice command");
        if (body != null) {
            headers.put("Content-Type", JSON);
        }
        return json(send(URI.create(base + path), method, headers, body));
    }

    private Map<String, String> authorized(String accept) {
        Map<String, String> headers = accepting(accept);
        if (token != null) {
            headers.put("Authorization", "Bearer " + token);
        }
        return headers;
    }

    private static Map<String, String> accepting(String accept) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", accept);
        return headers;
    }

    private static ServiceResponse json(ServiceResponse answer) throws RemoteProblem {
        if (!answer.json().isContainerNode()) {
            throw RemoteProblem.notSluice("it is not JSON");
        }
        return answer;
    }

    private ServiceResponse send(URI uri, String method, Map<String, String> headers, @Nullable String body)
            throws RemoteFailure, InterruptedException {
        StatusAndBody received = await(new HttpCall(uri, method, headers, body, MAX_BODY));
        ServiceResponse answer =
                new ServiceResponse(received.status(), received.body(), JsonText.parse(received.body()));
        if (answer.status() >= 300 && answer.status() < 400) {
            throw RemoteProblem.notSluice("it is a redirect (" + answer.status() + ") to elsewhere");
        }
        if (answer.status() < 200 || answer.status() >= 400) {
            throw RemoteProblem.of(answer);
        }
        return answer;
    }

    private StatusAndBody await(HttpCall call) throws RemoteFailure, InterruptedException {
        try {
            return call.send(timeout);
        } catch (TimeoutException e) {
            String lacking = e instanceof HttpCall.NoConnection ? "connection" : "answer";
            throw unreachable("no " + lacking + " within " + SpanFormat.of(timeout.toMillis() / 1e3));
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private RemoteFailure failure(Throwable error) {
        if (error instanceof HttpReply.BodyTooLong) {
            return RemoteProblem.notSluice("it is longer than " + MAX_BODY + " bytes");
        }
        if (error instanceof UnknownHostException) {
            return unreachable("unknown host " + base.getHost());
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
}
