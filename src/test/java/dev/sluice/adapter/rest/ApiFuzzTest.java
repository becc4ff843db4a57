package dev.sluice.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batch.control.Batch;
import dev.sluice.batch.control.Batches;
import dev.sluice.control.PoolManager;
import dev.sluice.control.operation.Operation;
import dev.sluice.pool.PoolState;
import dev.sluice.testing.Await;
import dev.sluice.testing.OwnThread;
import dev.sluice.testing.TokenProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The number of requests is {@code -Dfuzz.requests}, the seed {@code -Dfuzz.seed}. */
@QuarkusTest
@TestProfile(TokenProfile.class)
@Timeout(600)
@Tag("service")
class ApiFuzzTest {

    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 20_000);
    private static final long SEED = Long.getLong("fuzz.seed", 19);
    private static final int THREADS = 4;
    private static final int MOST_FAULTS = 20;

    /** Names of classes, and frames of stacks. The requests have none. */
    private static final Pattern INSIDE = Pattern.compile(
            "\\b(dev\\.sluice|javax?|jakarta|sun|io\\.[a-z]+|org\\.(h2|jboss|postgresql|hibernate))\\.[A-Za-z]+"
                    + "|\\n\\s*at |[A-Z]\\w+Exception\\b");

    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();

    @Inject
    PoolManager manager;

    @Inject
    Batches batches;

    @Test
    @DisplayName("Requests of each role from the OpenAPI document are executed or refused, and none shows the inside")
    void fuzzed() throws Exception {
        JsonNode document = new ObjectMapper()
                .readTree(given().accept("application/json").get("/q/openapi").asString());
        String before = String.valueOf(manager.policy("default"));
        List<String> faults = Collections.synchronizedList(new ArrayList<>());
        Handler traces = new Traces(faults);
        Logger.getLogger("").addHandler(traces);
        try {
            List<FutureTask<Integer>> senders = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                ApiFuzz fuzz = new ApiFuzz(SEED + i, document);
                boolean renews = i == 0;
                FutureTask<Integer> sender = new FutureTask<>(() -> send(fuzz, renews, faults));
                senders.add(sender);
                OwnThread.EACH.execute(sender);
            }
            for (FutureTask<Integer> sender : senders) {
                sender.get(8, TimeUnit.MINUTES);
            }
        } finally {
            Logger.getLogger("").removeHandler(traces);
        }
        System.out.println("seed " + SEED + ", answers by status: " + new TreeMap<>(statuses));
        assertThat(faults).as("faults, with -Dfuzz.seed=" + SEED).isEmpty();
        restore();
        assertThat(String.valueOf(manager.policy("default"))).isEqualTo(before);
    }

    private int send(ApiFuzz fuzz, boolean renews, List<String> faults) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        TestPool pool = renews ? new TestPool(manager, ApiFuzz.POOL) : null;
        int sent = 0;
        for (; sent < REQUESTS / THREADS && faults.size() < MOST_FAULTS; sent++) {
            if (pool != null && sent % 100 == 99) {
                pool = renewed(pool);
            }
            ApiRequest request = fuzz.next();
            String fault = faultOf(client, request);
            if (fault != null) {
                faults.add(request + "\n  → " + fault);
            }
        }
        if (pool != null) {
            pool.close();
        }
        return sent;
    }

    /** Replaces the pool if a request has closed it. */
    private TestPool renewed(TestPool pool) throws Exception {
        PoolState state = pool.pool.state();
        if (state != PoolState.STOPPED && manager.names().contains(ApiFuzz.POOL)) {
            return pool;
        }
        pool.close();
        return new TestPool(manager, ApiFuzz.POOL);
    }

    private @Nullable String faultOf(HttpClient client, ApiRequest request) throws InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + request.target()))
                .timeout(Duration.ofSeconds(60));
        request.headers().forEach(builder::header);
        if (request.asker().authorization != null) {
            builder.header("Authorization", request.asker().authorization);
        }
        builder.method(
                request.method(),
                request.body() == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(request.body()));
        try {
            HttpResponse<String> answer = client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
            statuses.merge(answer.statusCode(), 1, Integer::sum);
            Matcher inside = INSIDE.matcher(answer.body());
            boolean isFault = answer.statusCode() >= 500 && answer.statusCode() != 503 && answer.statusCode() != 507;
            if (isFault || inside.find()) {
                return answer.statusCode() + " " + answer.body();
            }
            return null;
        } catch (IOException e) {
            return "no answer: " + e;
        }
    }

    /** Ends everything that the requests have begun, and checks that nothing is in use. */
    private void restore() {
        for (Operation operation : manager.operations(null)) {
            if (!operation.hasEnded()) {
                manager.cancel(operation.id());
            }
        }
        for (Batch batch : batches.all()) {
            batch.cancel();
        }
        Await.until(
                "operations have ended", () -> manager.operations(null).stream().allMatch(Operation::hasEnded));
        manager.setVerbose("default", false);
        given().contentType("application/json")
                .body("{}")
                .put("/pool/policy")
                .then()
                .statusCode(200);
        given().get("/pool/stats").then().statusCode(200);
        Await.until(
                "no connection is in use",
                () -> manager.pools().stream().allMatch(pool -> pool.stats().inUse() == 0));
        assertThat(manager.names()).contains("default").doesNotContain(ApiFuzz.POOL);
        for (String name : manager.names()) {
            if (!name.equals("default")) {
                given().delete("/pools/" + name + "?mode=FORCE").then().statusCode(200);
            }
        }
    }

    /** Notes each line of the log with an exception, and each error. */
    private static final class Traces extends Handler {

        private final List<String> faults;

        Traces(List<String> faults) {
            this.faults = faults;
        }

        @Override
        public void publish(LogRecord line) {
            boolean hasTrace = line.getThrown() != null && line.getLevel().intValue() >= Level.WARNING.intValue();
            if (hasTrace || line.getLevel().intValue() >= Level.SEVERE.intValue()) {
                faults.add("log: " + line.getLoggerName() + ": " + line.getMessage() + " " + line.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
