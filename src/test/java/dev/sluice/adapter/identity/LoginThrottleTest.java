package dev.sluice.adapter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.FakeTime;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The lock after failed logins")
@Tag("fast")
class LoginThrottleTest {

    private static final String ADDRESS = "192.0.2.7";
    private static final String OTHER = "192.0.2.8";

    private final FakeTime time = new FakeTime();
    private final LoginThrottle throttle = new LoginThrottle(time);

    private void fail(int times, String address, String name) {
        for (int i = 0; i < times; i++) {
            throttle.failed(address, name);
        }
    }

    @Test
    @DisplayName("begins with the fifth failure, and doubles with each one from 1 s to 60 s")
    void grows() {
        fail(4, ADDRESS, "jane");
        assertThat(throttle.lockedSeconds(ADDRESS, "jane")).isZero();
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
            throttle.failed(ADDRESS, "jane");
            assertThat(throttle.lockedSeconds(ADDRESS, null)).isEqualTo(seconds);
            assertThat(throttle.lockedSeconds(OTHER, "jane")).isEqualTo(seconds);
        }
        time.advance(Duration.ofMillis(59_500));
        assertThat(throttle.lockedSeconds(ADDRESS, "jane")).isEqualTo(1);
        time.advance(Duration.ofMillis(500));
        assertThat(throttle.lockedSeconds(ADDRESS, "jane")).isZero();
    }

    @Test
    @DisplayName("concerns the address and the name that failed, and no other")
    void others() {
        fail(20, ADDRESS, "jane");
        assertThat(throttle.lockedSeconds(OTHER, "john")).isZero();
        assertThat(throttle.lockedSeconds(OTHER, null)).isZero();
        throttle.succeeded("jane");
        assertThat(throttle.lockedSeconds(OTHER, "jane")).isZero();
        assertThat(throttle.lockedSeconds(ADDRESS, "jane"))
                .as("a login of one's own does not give new tries to an address")
                .isPositive();
    }

    @Test
    @DisplayName("is forgotten a quarter of an hour after the last failure")
    void forgotten() {
        fail(6, ADDRESS, "jane");
        time.advance(Duration.ofMinutes(15));
        throttle.failed(ADDRESS, "jane");
        assertThat(throttle.lockedSeconds(ADDRESS, "jane")).isZero();
    }

    @Test
    @DisplayName("is the same for all addresses of an IPv6 network, of which one client has them all")
    void network() {
        for (int i = 0; i < 5; i++) {
            throttle.failed("2001:db8:0:1:0:0:0:" + i, null);
        }
        assertThat(throttle.lockedSeconds("2001:db8:0:1:ffff:0:0:1", null)).isEqualTo(1);
        assertThat(throttle.lockedSeconds("2001:db8:0:2:0:0:0:1", null)).isZero();
    }

    @Test
    @DisplayName("remembers a bounded number of addresses and names, and forgets the oldest first")
    void bounded() {
        for (int i = 0; i < 2 * LoginThrottle.MOST; i++) {
            throttle.failed("a" + i, "n" + i);
        }
        assertThat(throttle.size()).isEqualTo(2 * LoginThrottle.MOST);
        time.advance(Duration.ofMinutes(15));
        throttle.failed(ADDRESS, "jane");
        assertThat(throttle.size()).isEqualTo(2);
    }
}
