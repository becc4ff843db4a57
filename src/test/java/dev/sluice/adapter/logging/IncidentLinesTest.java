package dev.sluice.adapter.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.testing.FakeStore.Thing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log lines that remain of an incident. */
@Timeout(30)
@Tag("fast")
class IncidentLinesTest {

    private final LoggedPool here = new LoggedPool();

    @AfterEach
    void release() {
        here.close();
    }

    private void databaseIs(boolean there) {
        here.store.works = thing -> there;
        here.store.onCreate = attempt -> {
            if (!there) {
                throw new IllegalStateException("connection refused");
            }
        };
    }

    @Test
    @DisplayName(
            "C1 an outage of four minutes has a WARN at once, then a few with counts, and one INFO when it is over")
    void outage() {
        ManagedPool<Thing> pool = here.start(config -> config.minSize(10));
        here.time.advance(Duration.ofSeconds(10));
        here.log.clear();
        databaseIs(false);
        pool.probe();

        assertThat(here.log.with("connection refused")).as("at once").hasSize(1);
        assertThat(here.log.with("was found dead and is replaced"))
                .as("not one for each of ten")
                .hasSize(1);

        here.time.advance(Duration.ofSeconds(246));
        databaseIs(true);
        here.time.advance(Duration.ofSeconds(1));

        assertThat(here.log.with("connection refused")).hasSizeBetween(4, 6);
        assertThat(here.log.with("to reach minimum"))
                .as("while nothing can be created")
                .hasSizeLessThan(3);
        assertThat(here.log.with("more since the last such line")).isNotEmpty();
        assertThat(here.log.with("works again"))
                .singleElement()
                .asString()
                .startsWith("INFO")
                .matches(".*SLUICE000072: pool 'orders' works again after 4 m 1[67] s, \\d{3} attempts");
        assertThat(pool.stats().total()).isEqualTo(10);
    }

    @Test
    @DisplayName("an outage is as long as no connection was shown to work, not only since the first failed attempt")
    void length() {
        ManagedPool<Thing> pool = here.start(config -> config.minSize(1));
        here.time.advance(Duration.ofSeconds(7));
        databaseIs(false);
        pool.probe();
        databaseIs(true);
        here.time.advance(Duration.ofSeconds(1));

        assertThat(here.log.with("works again"))
                .singleElement()
                .asString()
                .endsWith("pool 'orders' works again after 7 s, 1 attempt");
    }

    @Test
    @DisplayName(
            "C1 the events of an incident are there after three hours of outage and a day of peace, each with a count")
    void eventsSurvive() {
        ManagedPool<Thing> pool = here.start(
                config -> config.minSize(2).maxLifetime(Duration.ZERO).idleTimeout(Duration.ZERO));
        here.time.advance(Duration.ofSeconds(10));
        databaseIs(false);
        pool.probe();
        here.time.advance(Duration.ofHours(3));
        databaseIs(true);
        here.time.advance(Duration.ofHours(24));

        List<PoolEvent> events = pool.recentEvents(1000);
        assertThat(events).extracting(PoolEvent::type).contains(Type.INITIALIZED, Type.INVALID, Type.RECOVERED);
        assertThat(events)
                .filteredOn(event -> event.type() == Type.CREATION_FAILED)
                .hasSizeLessThan(4)
                .anySatisfy(event -> {
                    assertThat(event.times()).isGreaterThan(10_000);
                    assertThat(Duration.between(event.firstAt(), event.at())).isGreaterThan(Duration.ofHours(2));
                });
        assertThat(events)
                .filteredOn(event -> event.type() == Type.STATUS)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.times()).isGreaterThan(5_000);
                    assertThat(event.firstAt()).isBefore(event.at());
                });
    }

    @Test
    @DisplayName("a pool that starts without its connections reports that with the reason in a WARN")
    void startsEmpty() {
        databaseIs(false);

        here.start(config -> config.minSize(2));

        assertThat(here.log.with("SLUICE000001")).isEmpty();
        assertThat(here.log.with("SLUICE000075"))
                .singleElement()
                .asString()
                .startsWith("WARN")
                .endsWith("Connection pool initialized with 0 connections, fewer than the minimum of 2: cannot connect:"
                        + " connection refused");
    }

    @Test
    @DisplayName("C2 a password that the server rejects has a WARN of its own that points to rotate-credentials")
    void rejected() {
        here.store.kinds = failure -> FailureKind.PASSWORD_REJECTED;
        here.store.onCreate = attempt -> {
            throw new IllegalStateException("password authentication failed for user \"app\"");
        };

        here.start(config -> config.minSize(10));

        assertThat(here.log.with("PASSWORD_REJECTED"))
                .singleElement()
                .asString()
                .startsWith("WARN")
                .contains("pool 'orders'", "rejected 3 attempts", "next attempt in 31 s", "rotate-credentials");
    }
}
