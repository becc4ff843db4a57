package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.Lease;
import dev.sluice.pool.policy.CheckMoments;
import dev.sluice.pool.policy.CheckNames;
import dev.sluice.pool.policy.Checks;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.value.BadValue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("X06 A check of a generic pool")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class ChecksTest {

    private static PoolPolicies named(String name) {
        return PoolPolicies.NONE.with(
                new Checks(new CheckNames(List.of(name)), Duration.ofSeconds(2), CheckMoments.USUAL));
    }

    @Test
    @DisplayName("runs before the first lease, and before later ones, and replaces a resource that fails")
    void runs() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Things test = Things.onFakeTime(settings -> settings.ping(thing -> true)
                .policies(named("fresh"))
                .check("fresh", thing -> {
                    runs.incrementAndGet();
                    return !thing.dead;
                })
                .check("unused", thing -> false));
        Lease<Thing> lease = test.pool.acquire();
        Thing first = lease.resource();
        assertThat(runs.get()).as("before the first lease").isEqualTo(1);
        lease.close();
        first.dead = true;
        assertThat(test.pool.acquire().resource()).isNotSameAs(first);
        assertThat(first.closes).hasValue(1);
    }

    @Test
    @DisplayName("is refused at the build, and at a change, if the pool has none of the name; the old policy stays")
    void unknown() {
        assertThatThrownBy(() -> Things.onFakeTime(
                        settings -> settings.policies(named("schema")).check("fresh", thing -> true)))
                .isInstanceOf(BadValue.class)
                .hasMessage("checks.names must be checks of the application, which has fresh: 'schema'");
        Things test =
                Things.onFakeTime(settings -> settings.policies(named("fresh")).check("fresh", thing -> true));
        assertThatThrownBy(() -> test.pool.pool().reconfigure(config -> config.policies(named("schema"))))
                .isInstanceOf(BadValue.class)
                .hasMessageStartingWith("checks.names must be checks of the application");
        assertThat(test.pool.pool().policies()).isEqualTo(named("fresh"));
    }
}
