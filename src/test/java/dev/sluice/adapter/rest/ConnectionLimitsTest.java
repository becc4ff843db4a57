package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.Principal;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.access.Surface;
import io.quarkus.vertx.http.runtime.filters.Filter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The limits on connections")
@Tag("fast")
@Timeout(30)
class ConnectionLimitsTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String HOST = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private int port;

    /** Starts a server whose memory for answers has no room for any read. */
    @BeforeEach
    void start() throws Exception {
        Filters filters = new Filters();
        HttpLimits limits = new HttpLimits(true, OptionalLong.of(1), LONG, LONG, LONG, LONG, 1);
        new ConnectionLimits(limits, new SmallRyeConfigBuilder().build()).register(filters);
        filters.register(ConnectionLimitsTest::identify, 90);
        Router router = Router.router(vertx);
        filters.getFilters().stream()
                .sorted(Comparator.comparingInt(Filter::getPriority).reversed())
                .forEach(filter -> router.route().handler(filter.getHandler()));
        router.route().handler(context -> context.response().setStatusCode(204).end());
        HttpServer server = vertx.createHttpServer().requestHandler(router);
        port = server.listen(0, HOST)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static void identify(RoutingContext context) {
        String name = context.request().getHeader("As");
        if (name != null) {
            Principal principal = name.equals("nobody") ? null : Principal.of(name, Role.VIEWER);
            context.put(Requester.class.getName(), new Requester(principal, HOST, Surface.HTTP));
        }
        context.next();
    }

    private int status(String... headers) throws IOException, InterruptedException {
        return answer(Version.HTTP_1_1, headers).statusCode();
    }

    private HttpResponse<Void> answer(Version version, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + port + "/pool/stats"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.version(version).build(), BodyHandlers.discarding());
    }

    @Test
    @DisplayName("announce the end of a connection over HTTP/1.1, and not over HTTP/2, which has no such header")
    void endOfConnection() throws Exception {
        HttpResponse<Void> closed = answer(Version.HTTP_1_1);
        assertThat(closed.headers().firstValue("Connection")).contains("close");

        HttpResponse<Void> shared = answer(Version.HTTP_2);
        assertThat(shared.version()).isEqualTo(Version.HTTP_2);
        assertThat(shared.statusCode()).isEqualTo(503);
        assertThat(shared.headers().firstValue("Connection")).isEmpty();
    }

    @Test
    @DisplayName("reserve no memory for requests without an identity, which are refused, and so keep none from others")
    void strangers() throws Exception {
        assertThat(status("As", "nobody")).isEqualTo(204);
        assertThat(status("As", "ada")).isEqualTo(503);
        assertThat(status()).as("a path of an embedding application").isEqualTo(503);
        assertThat(status("As", "nobody")).isEqualTo(204);
    }
}
