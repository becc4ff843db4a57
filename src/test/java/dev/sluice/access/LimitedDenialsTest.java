package dev.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.AuditEvent.ChangeOutcome;
import dev.sluice.testing.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
@DisplayName("The limit of denials in the audit log")
class LimitedDenialsTest {

    private final List<AuditEvent> written = new ArrayList<>();
    private final FakeTime time = new FakeTime();
    private final Guard guard = new Guard(new LimitedDenials(written::add, time));
    private final Requester stranger = new Requester(null, "192.0.2.7", Surface.HTTP);

    private void deny(Requester requester) {
        try {
            guard.require(requester, Role.OPERATOR, "orders", "reset");
        } catch (AccessDenied expected) {
            assertThat(expected).hasMessageContaining("operator");
            return;
        }
        throw new AssertionError("not denied");
    }

    @Test
    @DisplayName("passes one denial without an identity in a second, with the number of the others")
    void strangers() {
        for (int i = 0; i < 1000; i++) {
            deny(stranger);
        }
        assertThat(written).singleElement().satisfies(first -> {
            assertThat(first.outcome()).isEqualTo(ChangeOutcome.DENIED);
            assertThat(first.parameters()).isEmpty();
        });
        time.advance(Duration.ofMillis(1001));
        deny(stranger);
        deny(stranger);
        assertThat(written).hasSize(2);
        assertThat(written.get(1).parameters()).isEqualTo(Map.of("leftOut", "999"));
    }

    @Test
    @DisplayName("passes failed logins of each surface beside a flood of other denials, and of failed logins over HTTP")
    void loginsAreNotHidden() {
        Requester client = new Requester(null, "192.0.2.8", Surface.JMX);
        deny(stranger);
        for (int i = 0; i < 100; i++) {
            deny(stranger);
            guard.loginFailed(stranger, "ada", "wrong");
        }
        guard.loginFailed(client, "bob", "wrong");
        deny(client);
        guard.loginFailed(client, "eve", "wrong");

        assertThat(written)
                .extracting(event -> event.requester().surface() + " " + event.operation() + " " + event.target())
                .containsExactly("HTTP reset orders", "HTTP login ada", "JMX login bob", "JMX reset orders");
    }

    @Test
    @DisplayName("passes a thousand denials of an identity at once, then one in a second")
    void flood() {
        Requester ada = new Requester(Principal.of("ada", Role.VIEWER), "192.0.2.7", Surface.HTTP);
        Requester bob = new Requester(Principal.of("bob", Role.VIEWER), "192.0.2.7", Surface.HTTP);
        for (int i = 0; i < 10_000; i++) {
            deny(ada);
        }
        assertThat(written).hasSize(LimitedDenials.BURST);
        deny(bob);
        assertThat(written).as("of another identity").hasSize(LimitedDenials.BURST + 1);
        Principal namesake = Principal.of("ada", Role.VIEWER).provenBy(Mechanism.JWT);
        deny(new Requester(namesake, "192.0.2.7", Surface.HTTP));
        assertThat(written).as("of a JWT of the same name").hasSize(LimitedDenials.BURST + 2);
        time.advance(Duration.ofMillis(1001));
        deny(ada);
        deny(ada);
        assertThat(written).hasSize(LimitedDenials.BURST + 3);
        assertThat(written.get(LimitedDenials.BURST + 2).parameters()).isEqualTo(Map.of("leftOut", "9000"));
    }

    @Test
    @DisplayName("keeps the allowances of a bounded number of identities")
    void bounded() {
        for (int i = 0; i < 3 * LimitedDenials.MOST; i++) {
            deny(new Requester(Principal.of("person " + i, Role.VIEWER), "192.0.2.7", Surface.HTTP));
        }
        assertThat(written).hasSize(3 * LimitedDenials.MOST);
    }

    @Test
    @DisplayName("counts the denials of a forgotten identity in the next line")
    void forgotten() {
        Requester flooder = new Requester(Principal.of("ada", Role.VIEWER), "192.0.2.7", Surface.HTTP);
        for (int i = 0; i < LimitedDenials.BURST + 7; i++) {
            deny(flooder);
        }
        for (int i = 0; i < LimitedDenials.MOST; i++) {
            deny(new Requester(Principal.of("person " + i, Role.VIEWER), "192.0.2.7", Surface.HTTP));
        }
        deny(stranger);
        assertThat(written)
                .filteredOn(event -> !event.parameters().isEmpty())
                .singleElement()
                .satisfies(event -> assertThat(event.parameters()).isEqualTo(Map.of("leftOut", "7")));
    }

    @Test
    @DisplayName("passes each denial of a known principal, and each change")
    void known() {
        Requester ada = new Requester(Principal.of("ada", Role.VIEWER), "192.0.2.7", Surface.HTTP);
        for (int i = 0; i < 10; i++) {
            deny(ada);
        }
        assertThat(written).hasSize(10);
        guard.record(Requester.APPLICATION, "reset", "orders", null, Map::of, () -> 1);
        guard.record(Requester.APPLICATION, "reset", "orders", null, Map::of, () -> 1);
        assertThat(written).hasSize(14);
    }
}
