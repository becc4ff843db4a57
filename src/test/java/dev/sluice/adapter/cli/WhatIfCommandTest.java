package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class WhatIfCommandTest {

    private static final String SERVED =
            "{\"maxSize\":%d,\"callers\":100,\"leases\":98,\"timeouts\":1,\"refused\":{\"SATURATED\":1},"
                    + "\"p50WaitSeconds\":0,\"p95WaitSeconds\":0.0012,\"p99WaitSeconds\":0.25,"
                    + "\"longestWaitSeconds\":2,\"utilisation\":0.857}";
    private static final String REPORT = "{\"summary\":\"max 4 instead of 8\",\"happened\":" + SERVED.formatted(8)
            + ",\"present\":" + SERVED.formatted(8) + ",\"predicted\":" + SERVED.formatted(4) + "}";

    @Test
    @DisplayName("sluice what-if sends the size and the rules, and prints a line each for past, present and prediction")
    void prints() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (StubService service = new StubService().on("/pools/orders/what-if", exchange -> {
            seen.add(exchange.getRequestMethod() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            StubService.answer(exchange, 200, REPORT);
        })) {
            Ran ran = Ran.patient(
                    service.url(),
                    new Steps().surroundings(),
                    "what-if",
                    "orders",
                    "--max",
                    "4",
                    "--last",
                    "5m",
                    "reserved.high=1");
            assertThat(ran.code()).isZero();
            assertThat(seen)
                    .containsExactly("POST {\"maxSize\":4,\"last\":\"5m\",\"rules\":{\"reserved\":{\"HIGH\":\"1\"}}}");
            assertThat(ran.lines())
                    .containsExactly(
                            "           max  callers  leases  timeouts  refused  p50    p95    p99  longest  used",
                            "happened     8      100      98         1        1    0  1.2ms  250ms       2s   86%",
                            "present      8      100      98         1        1    0  1.2ms  250ms       2s   86%",
                            "predicted    4      100      98         1        1    0  1.2ms  250ms       2s   86%",
                            "max 4 instead of 8");
        }
    }
}
