package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class PolicyCommandTest {

    private static final String POLICY = """
            {"fairness":"BOUNDED","aging":"PT1S","maxWaiters":null,"reserved":{"HIGH":1},
             "tenants":{"Acme Inc":{"cap":3}},"rateLimit":{"pool":"100/s+10","byLane":null,"mode":"OBSERVE"}}""";

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private StubService service;

    @BeforeEach
    void start() throws IOException {
        service = new StubService().on("/pools/orders/policy", exchange -> {
            seen.add(exchange.getRequestMethod() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            StubService.answer(exchange, 200, POLICY);
        });
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Ran run(String... words) {
        return Ran.patient(service.url(), new Steps().surroundings(), words);
    }

    @Test
    @DisplayName("sluice policy prints each rule that has a value, by the key of a configuration")
    void prints() {
        Ran ran = run("policy", "orders");
        assertThat(ran.code()).isZero();
        assertThat(seen).containsExactly("GET ");
        assertThat(ran.lines())
                .containsExactly(
                        "fairness=BOUNDED",
                        "aging=PT1S",
                        "reserved.high=1",
                        "tenants.Acme Inc.cap=3",
                        "rate-limit.pool=100/s+10",
                        "rate-limit.mode=OBSERVE");
        assertThat(run("policy", "orders", "--json").out().strip()).isEqualTo(POLICY);
    }

    @Test
    @DisplayName("KEY=VALUE is sent as a merge patch; an empty value is null")
    void changes() {
        Ran ran = run(
                "policy",
                "orders",
                "rate-limit.by-tenant=acme:5/s *:1/s",
                "rate-limit.mode=OBSERVE",
                "reserved.high=2",
                "tenants.Acme Inc.cap=3",
                "max-waiters=",
                "shedding=");
        assertThat(ran.code()).isZero();
        assertThat(seen)
                .containsExactly("PATCH {\"rateLimit\":{\"byTenant\":\"acme:5/s *:1/s\",\"mode\":\"OBSERVE\"},"
                        + "\"reserved\":{\"HIGH\":\"2\"},\"tenants\":{\"Acme Inc\":{\"cap\":\"3\"}},"
                        + "\"maxWaiters\":null,\"shedding\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate-limit", "=5", "aging=1s aging=2s", "rate-limit= rate-limit.pool=1/s"})
    @DisplayName("a change that is no KEY=VALUE, or is given twice, is refused before a request")
    void bad(String words) {
        assertThat(run(("policy orders " + words).split(" ")).code()).isEqualTo(2);
        assertThat(seen).isEmpty();
    }
}
