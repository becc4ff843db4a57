package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class ListCommandsTest {

    private static final String POOLS = """
            [{"name":"default","state":"RUNNING","ready":true,"readiness":"SATURATED","reason":"all in use","total":4,\
            "available":0,"inUse":4,"waiting":7,"minConnections":2,"maxConnections":4,"utilization":1.0},\
            {"name":"dead","state":"FAILED","ready":false,"readiness":"NOT_READY","reason":null,"total":0,\
            "available":0,"inUse":0,"waiting":0,"minConnections":2,"maxConnections":4,"utilization":0.0}]""";
    private static final String QUEUE = """
            {"pool":"default","waiting":7,"held":2,"waiters":[{"position":1,"lane":"HIGH","tenant":"acme",\
            "tags":{"feature":"billing"},"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","thread":"worker-9","waitedSeconds":1.5,"remainingSeconds":null,\
            "estimatedSeconds":0.25,"holds":["conn_1_1"]}],"holders":[{"connection":"conn_1_1","lane":"LOW",\
            "tenant":null,"tags":{},"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","thread":"worker-1","heldSeconds":12.25,"waits":true,"statement":"select 1",\
            "stack":["a.B.c(B.java:7)"]}],"statementsMissing":"no right to read them"}""";
    private static final String LEAKS = """
            [{"connection":"conn_1_1","lane":"LOW","tenant":"acme","tags":{"job":"x"},"thread":"worker-1",\
            "since":"2026-11-20T12:15:49.41Z","heldSeconds":65,"thresholdSeconds":30,"acquireStack":["a.B.c(B.java:7)"],\
            "currentStack":[]}]""";
    private static final String EVENTS = """
            [{"type":"CREATION_FAILED","pool":"default","at":"2026-11-20T12:15:49.41Z","connection":null,"tenant":null,\
            "tags":{},"times":3,"detail":"connection refused"}]""";
    private static final String BATCH = """
            {"id":"batch-1","task":"demo","pool":"default","lane":"BACKGROUND","workers":8,"chunk":100,\
            "status":"PAUSED","orderedAt":"2026-11-20T12:15:49Z","total":640,"totalKnown":false,"succeeded":64,\
            "failed":1,"retried":0,"jobsPerSecond":17,"secondsLeft":34,"elapsedNanos":4000000000,"p99Nanos":5000000,\
            "lastRetry":null,"problem":null,"failures":[{"job":"row 7","problem":"too long"}]}""";

    private StubService service;

    @BeforeEach
    void start() throws IOException {
        service = new StubService()
                .on("/pools", 200, POOLS)
                .on("/pool/waiters", 200, QUEUE)
                .on("/pool/leaks", 200, LEAKS)
                .on("/pool/events", 200, EVENTS)
                .on("/operations", 200, "[" + Says.operation("RUNNING", "null", "null") + "]")
                .on("/operations/op_1_1", 200, Says.operation("SUCCEEDED", Says.report(), "null"))
                .on("/batches", 200, "[" + BATCH + "]")
                .on("/batches/batch-1", 200, BATCH)
                .on("/batches/batch-1/pause", 200, BATCH);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Ran run(String... words) {
        return Ran.patient(service.url(), new Steps().surroundings(), words);
    }

    @Test
    @DisplayName("pools lists each pool with its readiness")
    void pools() {
        assertThat(run("pools").lines())
                .containsExactly(
                        "POOL     STATE    READINESS  TOTAL  MAX  LEASED  IDLE  WAITING  USED  REASON",
                        "default  RUNNING  SATURATED      4    4       4     0        7  100%  all in use",
                        "dead     FAILED   NOT_READY      0    4       0     0        0    0%  -");
    }

    @Test
    @DisplayName("waiters and holders show the two sides of the queue")
    void queue() {
        assertThat(run("waiters").lines())
                .containsExactly(
                        "TURN  LANE  WAITED  LEFT  EXPECTED  TENANT  TAGS             THREAD    TRACE                             HOLDS",
                        "   1  HIGH    1.5s     -     250ms  acme    feature=billing  worker-9  4bf92f3577b34da6a3ce929d0e0e4736  conn_1_1",
                        "1 of 7 waiters; 2 leases are held");
        assertThat(run("holders").lines())
                .containsExactly(
                        "CONNECTION  LANE  HELD  TENANT  TAGS  THREAD    TRACE                             STATEMENT",
                        "conn_1_1    LOW    12s  -       -     worker-1  4bf92f3577b34da6a3ce929d0e0e4736  select 1",
                        "1 of 2 leases; 7 callers wait",
                        "no statements: no right to read them",
                        "",
                        "conn_1_1, now:",
                        "    at a.B.c(B.java:7)");
    }

    @Test
    @DisplayName("leaks and events show times of day, tags and details")
    void leaksAndEvents() {
        assertThat(run("leaks").lines())
                .contains(
                        "CONNECTION  LANE  HELD  LIMIT  SINCE     TENANT  TAGS   THREAD    TRACE",
                        "conn_1_1    LOW   1m5s    30s  12:15:49  acme    job=x  worker-1  -",
                        "conn_1_1, at the acquire:");
        assertThat(run("events").lines())
                .containsExactly(
                        "TIME      TIMES  EVENT            CONNECTION  TENANT  TAGS  DETAIL",
                        "12:15:49      3  CREATION_FAILED  -           -       -     connection refused");
    }

    @Test
    @DisplayName("--trace asks for the requests of one trace")
    void trace() {
        run("holders", "--trace", "4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(service.targets).last().asString().contains("?traceId=4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    @DisplayName("operations lists all, shows one with its report, and cancels one")
    void operations() {
        assertThat(run("operations").lines())
                .hasSize(2)
                .last()
                .asString()
                .matches("op_1_1 +reset +default +RUNNING +0/0 .*");
        assertThat(run("operations", "op_1_1").out())
                .contains("status     SUCCEEDED", "pool 'default': reset: created 10 of 10");
        run("operations", "op_1_1", "--cancel");
        assertThat(service.requests).last().asString().startsWith("DELETE /operations/op_1_1 ");
        assertThat(run("operations", "--cancel").code()).isEqualTo(2);
    }

    @Test
    @DisplayName("batch list, show and pause work on the batches of the service")
    void batches() {
        assertThat(run("batch-list").lines())
                .last()
                .asString()
                .matches("batch-1 +demo +default +BACKGROUND +PAUSED +64 +1 +640\\+ +17 +34s +12:15:49");
        assertThat(run("batch-show", "batch-1").lines())
                .contains("status          PAUSED", "done            64 of 640", "failed: row 7: too long");
        assertThat(run("batch-pause", "batch-1").code()).isZero();
        assertThat(service.requests).last().asString().startsWith("POST /batches/batch-1/pause ");
    }

    @ParameterizedTest
    @CsvSource({
        "waiters a/b --lane LOW --tenant x --tag k:v --tag k2:v2 --limit 5 --offset 2,"
                + " /pools/a%2Fb/waiters?lane=LOW&tenant=x&tag=k%3Av&tag=k2%3Av2&limit=5&offset=2",
        "holders --statements --stacks, /pool/waiters?statements=true&stacks=true",
        "leaks p --stacks --lane HIGH, /pools/p/leaks?lane=HIGH&stacks=true",
        "events p --tenant x --limit 7, /pools/p/events?limit=7&tenant=x",
        "operations --pool p --limit 3, /operations?pool=p&limit=3",
    })
    @DisplayName("filters and pages are the parameters of REST")
    void filters(String words, String target) {
        run(words.split(" "));
        assertThat(service.targets).containsExactly(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pools", "waiters", "holders", "leaks", "events", "operations", "batch-list"})
    @DisplayName("--json prints the answer of the service, and another answer is refused with 1")
    void json(String command) {
        assertThat(run(command, "--json").code()).isZero();
        assertThat(run(command, "--json").out().strip()).matches("(?s)\\[?\\{.*");
        for (String path :
                new String[] {"/pools", "/pool/waiters", "/pool/leaks", "/pool/events", "/operations", "/batches"}) {
            service.on(path, 200, "{\"hello\":1}");
        }
        Ran ran = run(command);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).startsWith("Not an answer of Sluice: it has no list of ");
    }

    @Test
    @DisplayName("--watch repeats a list until the command is interrupted")
    void watch() {
        Ran ran = Ran.patient(service.url(), new Steps(() -> {}).surroundings(), "pools", "--watch");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ran.code()).isEqualTo(130);
        assertThat(ran.lines().stream().filter(line -> line.startsWith("POOL ")))
                .hasSize(2);
    }

    @Test
    @DisplayName("--watch repeats the operations, and cancels an operation once")
    void watchedOperations() {
        Ran all = Ran.patient(service.url(), new Steps(() -> {}).surroundings(), "operations", "--watch");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(all.lines().stream().filter(line -> line.startsWith("op_1_1 ")))
                .hasSize(2);
        service.requests.clear();
        Ran.patient(service.url(), new Steps(() -> {}).surroundings(), "operations", "op_1_1", "--cancel", "--watch=1");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(service.requests)
                .extracting(request -> request.split(" ")[0])
                .containsExactly("DELETE", "GET");
    }

    @Test
    @DisplayName("a list says one lease and one waiter in the singular")
    void singular() {
        service.on(
                "/pool/waiters",
                200,
                QUEUE.replace("\"waiting\":7", "\"waiting\":1").replace("\"held\":2", "\"held\":1"));
        assertThat(run("waiters").lines()).endsWith("1 of 1 waiter; 1 lease is held");
        assertThat(run("holders").lines()).contains("1 of 1 lease; 1 caller waits");
    }

    @Test
    @DisplayName("lines have colours on a terminal only, and none with NO_COLOR or TERM=dumb")
    void colours() {
        assertThat(Ran.patient(service.url(), new Steps().terminal(), "pools").lines())
                .satisfiesExactly(
                        header -> assertThat(header).startsWith("\u001b[1mPOOL").endsWith("\u001b[0m"),
                        warning -> assertThat(warning).startsWith("\u001b[33mdefault"),
                        failure -> assertThat(failure).startsWith("\u001b[31mdead"));
        assertThat(run("pools").out()).doesNotContain("\u001b");
        for (Map<String, String> environment : List.of(Map.of("NO_COLOR", "1"), Map.of("TERM", "dumb"))) {
            CommandEnvironment plain = new CommandEnvironment(new Steps(), environment::get, true);
            assertThat(Ran.patient(service.url(), plain, "pools").out()).doesNotContain("\u001b");
        }
    }
}
