package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class WhyCommandTest {

    private static final String DIAGNOSIS = "{\"pool\":\"orders\",\"verdict\":\"SATURATED for 3 s, 5 wait\","
            + "\"bottleneck\":\"HELD_TOO_LONG\",\"summary\":\"4 of 4 leases\\u001b[31m\",\"findings\":[\"all leased\"],"
            + "\"holders\":[{\"leases\":3,\"oldestSeconds\":8.5,\"youngestSeconds\":8,\"frame\":\"com.acme.Orders.find\","
            + "\"statement\":null,\"tenant\":\"acme\",\"tags\":{\"feature\":\"billing\"},\"connections\":[\"conn_1\"]}],"
            + "\"proposals\":[{\"operation\":\"release\",\"why\":\"takes them\",\"dryRun\":\"would break 3\","
            + "\"command\":\"sluice do orders release heldFor=8s\"}],\"missing\":null}";

    private static Ran run(String body, String... words) throws Exception {
        try (StubService service = new StubService().on("/pools/orders/diagnosis", 200, body)) {
            return Ran.patient(service.url(), new Steps().surroundings(), words);
        }
    }

    @Test
    @DisplayName("sluice why prints the cause, the groups of holders, and the next step as a command")
    void prints() throws Exception {
        Ran ran = run(DIAGNOSIS, "why", "orders");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).doesNotContain("\u001b");
        assertThat(ran.lines())
                .contains(
                        "orders: SATURATED for 3 s, 5 wait",
                        "- all leased",
                        "leases  longest  shortest  call                  statement  tenant and tags",
                        "     3     8.5s        8s  com.acme.Orders.find  -          acme feature:billing",
                        "1. takes them",
                        "   dry run: would break 3",
                        "   sluice do orders release heldFor=8s")
                .anyMatch(line -> line.startsWith("HELD_TOO_LONG: 4 of 4 leases"));
    }

    @Test
    @DisplayName("sluice why --json is the answer of the service, and an answer without a diagnosis is refused")
    void json() throws Exception {
        assertThat(run(DIAGNOSIS, "why", "orders", "--json").out()).contains("\"bottleneck\"");
        assertThat(run("{}", "why", "orders").code()).isNotZero();
    }
}
