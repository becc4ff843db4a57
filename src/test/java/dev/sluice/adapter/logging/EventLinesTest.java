package dev.sluice.adapter.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.CreationPurpose;
import dev.sluice.pool.EventDetail;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.store.RetirementReason;
import java.lang.invoke.MethodHandles;
import java.time.Instant;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Single events and the lines they become. */
@Tag("fast")
class EventLinesTest {

    private static final CreationPurpose OF_ENABLE =
            new CreationPurpose(CreationPurpose.Kind.OPERATION, OperationName.ENABLE);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final CapturedLog log = new CapturedLog("dev.sluice.pool.events", Level.INFO);
    private final PoolLog lines = new PoolLog(
            Logger.getMessageLogger(MethodHandles.lookup(), PoolMessages.class, "dev.sluice.pool.events"), () -> true);

    @AfterEach
    void release() {
        log.close();
    }

    @ParameterizedTest
    @EnumSource
    void every_kind_of_event_has_a_line_in_a_verbose_pool(Type type) {
        boolean isOperation = type.name().startsWith("OPERATION");
        lines.on(event(type, 1, isOperation ? new EventDetail.OperationResult(OperationName.RENEW, null) : null));

        assertThat(log.lines()).isNotEmpty();
    }

    @DisplayName("M24: a failed creation is logged with its purpose")
    @ParameterizedTest
    @CsvSource({
        "DEMAND, Error creating connection on demand: no route: to host",
        "MINIMUM, Error creating replacement connection: no route: to host",
        "RENEW, Error creating replacement connection: no route: to host",
        "PROBE, Error creating connection (probe): no route: to host",
    })
    void a_creation_that_failed_is_told_with_what_it_was_for(CreationPurpose.Kind kind, String line) {
        lines.on(creationFailed(new CreationPurpose(kind, null), "no route: to host"));

        assertThat(log.lines()).singleElement().asString().startsWith("WARN").endsWith(line);
    }

    /** Returns the operation of this name. */
    private static OperationName operation(String name) {
        return Stream.of(
                        OperationName.EXPIRE,
                        OperationName.FILL,
                        OperationName.RESET,
                        OperationName.WARM_UP,
                        OperationName.ENABLE,
                        OperationName.ROTATE_CREDENTIALS,
                        OperationName.SWITCH_ENDPOINT,
                        OperationName.RESET_STATISTICS,
                        OperationName.FLUSH,
                        OperationName.RESIZE,
                        OperationName.RENEW,
                        OperationName.CREATE_POOL)
                .filter(operation -> operation.text().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @DisplayName("M24: a failed creation of an operation is logged with the operation")
    @ParameterizedTest
    @CsvSource({
        "expire, Error creating replacement connection: no route: to host",
        "fill, Error creating additional connection: no route: to host",
        "reset, Error recreating connection 1: no route: to host",
        "warm-up, Error creating additional connection: no route: to host",
        "enable, Error creating connection (enable): no route: to host",
    })
    void a_creation_by_an_operation_that_failed_is_told_with_the_operation(String name, String line) {
        CreationPurpose purpose = new CreationPurpose(CreationPurpose.Kind.OPERATION, operation(name));
        lines.on(creationFailed(purpose, "no route: to host"));

        assertThat(log.lines()).singleElement().asString().startsWith("WARN").endsWith(line);
    }

    @Test
    void a_store_that_could_not_be_closed_is_told_too() {
        lines.on(PoolEvent.of(Type.CLOSE_FAILED, "events", START)
                .sizes(0, 20)
                .detail(words("disk full"))
                .build());

        assertThat(log.with("could not be closed properly: disk full")).hasSize(1);
    }

    @DisplayName("the request of each operation is logged in the same English words")
    @ParameterizedTest
    @CsvSource({
        "rotate-credentials, Request to rotate credentials, Rotation of credentials",
        "switch-endpoint, Request to switch to another endpoint, Switch of the endpoint",
        "reset-statistics, Request to reset statistics, Reset of statistics",
        "flush, Request to flush connections, Flush",
        "resize, Request to resize pool, Resize",
        "renew, Request to renew connections, Renew",
        "create-pool, Request to create pool, Creation of the pool",
    })
    void each_operation_is_requested_in_the_same_words(String name, String request, String title) {
        OperationName operation = operation(name);
        lines.on(event(Type.OPERATION_REQUESTED, 0, new EventDetail.OperationResult(operation, null)));
        lines.on(event(Type.OPERATION_COMPLETED, 1, new EventDetail.OperationResult(operation, null)));
        lines.on(event(Type.OPERATION_INCOMPLETE, 0, new EventDetail.OperationResult(operation, "no route")));

        assertThat(log.lines())
                .extracting(line -> line.substring(line.indexOf(": ") + 2))
                .containsExactly(
                        request,
                        title + " completed, 1 connection created (total: 10/20)",
                        title + " not completed: no route");
    }

    @DisplayName("many refills, and many connections that cannot be closed, have one line each in the same second")
    @Test
    void storms_are_folded() {
        for (int i = 0; i < 20; i++) {
            lines.on(event(Type.REFILL, 10, null));
            lines.on(event(Type.CLOSE_FAILED, 0, words("disk full")));
        }
        assertThat(log.with("to reach minimum")).hasSize(1);
        assertThat(log.with("could not be closed properly")).hasSize(1);
        log.clear();

        lines.on(at(START.plusSeconds(1), Type.REFILL, 10, null));
        lines.on(at(START.plusSeconds(1), Type.CLOSE_FAILED, 0, words("disk full")));

        assertThat(log.with("Creating 10 connections to reach minimum (19 more since the last such line)"))
                .hasSize(1);
        assertThat(log.with("could not be closed properly: disk full (19 more since the last such line)"))
                .hasSize(1);
    }

    @DisplayName("a pool that was moved is logged with the new endpoint")
    @Test
    void moved() {
        lines.on(event(Type.MOVED, 0, words("jdbc:postgresql://db/orders with other credentials")));

        assertThat(log.with("New connections now go to jdbc:postgresql://db/orders with other credentials"))
                .hasSize(1);
    }

    @DisplayName("X15: a leak is logged with the connection, its holder, its tenant and its tags")
    @Test
    void a_leak_is_told_with_everything_that_helps_to_find_it() {
        lines.on(PoolEvent.of(Type.LEAK, "events", START)
                .connection("conn_7_1")
                .lease("acme", Map.of("user", "u1", "feature", "billing"))
                .sizes(10, 20)
                .count(31_000_000_000L)
                .detail(words("held by thread worker-3"))
                .build());

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN dev.sluice.pool.events ")
                .endsWith("SLUICE000057: Connection conn_7_1 of pool 'events' has not been released for 31 s: held by"
                        + " thread worker-3, tenant acme, tags {feature=billing, user=u1}");
    }

    @DisplayName("X15: the end of a leak is logged with its kind and the duration")
    @Test
    void the_end_of_a_leak_is_told() {
        lines.on(event(Type.LEAK_ENDED, 45_000_000_000L, null));
        lines.on(event(Type.LEAK_ENDED, 45_000_000_000L, new EventDetail.Retired(RetirementReason.RELEASE)));

        assertThat(log.lines())
                .containsExactly(
                        "INFO dev.sluice.pool.events SLUICE000021: Connection conn_1_1, reported as a leak, was released"
                                + " after 45 s",
                        "INFO dev.sluice.pool.events SLUICE000022: Connection conn_1_1, reported as a leak, was taken"
                                + " from its holder after 45 s (release)");
    }

    @DisplayName("M18: a second operation is refused in the words of the requested one")
    @Test
    void a_refused_operation_is_told_apart_by_what_runs() {
        lines.on(event(Type.OPERATION_REQUESTED, 0, new EventDetail.OperationResult(OperationName.RENEW, null)));
        log.clear();

        lines.on(event(Type.OPERATION_REFUSED, 0, new EventDetail.OperationResult(OperationName.RENEW, null)));
        lines.on(event(Type.OPERATION_REFUSED, 0, new EventDetail.OperationResult(OperationName.EXPIRE, null)));

        assertThat(log.with("Renew request already in progress")).hasSize(1);
        assertThat(log.with("Expire refused: renew is in progress")).hasSize(1);
    }

    @DisplayName("M19: a fill reports the number of connections that it will create")
    @Test
    void a_fill_says_how_many_it_is_going_to_create() {
        lines.on(event(Type.REFILL, 10, new EventDetail.OperationResult(OperationName.FILL, null)));

        assertThat(log.with("Creating 10 additional connections")).hasSize(1);
    }

    private static EventDetail words(String text) {
        return new EventDetail.Words(text);
    }

    private static PoolEvent creationFailed(CreationPurpose purpose, String failure) {
        return event(Type.CREATION_FAILED, 0, new EventDetail.CreationResult(purpose, failure));
    }

    private static PoolEvent event(Type type, long count, EventDetail detail) {
        return at(START, type, count, detail);
    }

    private static PoolEvent at(Instant at, Type type, long count, EventDetail detail) {
        return PoolEvent.of(type, "events", at)
                .connection("conn_1_1")
                .sizes(10, 20)
                .count(count)
                .detail(detail)
                .build();
    }
}
