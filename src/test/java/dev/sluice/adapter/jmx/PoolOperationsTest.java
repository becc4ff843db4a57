package dev.sluice.adapter.jmx;

import static dev.sluice.adapter.jmx.ExportedPools.MANAGER;
import static dev.sluice.adapter.jmx.ExportedPools.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.OperationEntry.ParameterPlace;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.leak.LeakStacks;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.testing.FakeStore.Thing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operations of a pool over JMX. */
@Timeout(30)
@Tag("fast")
class PoolOperationsTest {

    private final ExportedPools here = new ExportedPools();
    private ManagedPool<Thing> pool;

    @BeforeEach
    void start() {
        pool = here.start("orders");
    }

    @AfterEach
    void release() {
        here.close();
    }

    private CompositeData report(String bean, String operation, Object... arguments) throws JMException {
        return (CompositeData) here.invoke(bean, operation, arguments);
    }

    @DisplayName("M12: reset replaces every connection, and numbers continue at 11")
    @Test
    void reset_replaces_every_connection() throws Exception {
        CompositeData report = report(ORDERS, "reset");

        assertThat(report.get("operation")).isEqualTo("reset");
        assertThat(report.get("created")).isEqualTo(10);
        assertThat((String[]) report.get("retired")).hasSize(10);
        assertThat(((String[]) here.get(ORDERS, "ConnectionNames"))[0]).startsWith("conn_11_");
        assertThat(here.get(ORDERS, "Generation")).isEqualTo(1L);
    }

    @DisplayName("M13: reset breaks leases only by force, with either way to write a boolean")
    @Test
    void reset_breaks_leases_only_by_force() throws Exception {
        Lease<Thing> lease = pool.acquire();

        CompositeData gentle = report(ORDERS, "reset", false);
        assertThat((String[]) gentle.get("retireOnRelease")).containsExactly(lease.name());
        assertThat((String[]) gentle.get("broken")).isEmpty();

        CompositeData forced = (CompositeData) here.server.invoke(
                new ObjectName(ORDERS), "reset", new Object[] {true}, new String[] {boolean.class.getName()});
        assertThat((String[]) forced.get("broken")).containsExactly(lease.name());
    }

    @DisplayName("M15: expire retires connections past their lifetime, or older than the given age")
    @Test
    void expire_retires_what_is_old() throws Exception {
        assertThat((String[]) report(ORDERS, "expire").get("retired")).isEmpty();
        here.time.advance(Duration.ofSeconds(5));

        assertThat((String[]) report(ORDERS, "expireOlderThan", 5L).get("retired"))
                .isEmpty();
        assertThat((String[]) report(ORDERS, "expireOlderThan", 4L).get("retired"))
                .hasSize(10);
    }

    @DisplayName("M19: fill creates up to the maximum, or up to the given number")
    @Test
    void fill_creates_up_to_a_target() throws Exception {
        assertThat(report(ORDERS, "fill", 12).get("after")).isEqualTo(12);
        assertThat(report(ORDERS, "fill").get("after")).isEqualTo(20);
        assertThat(report(ORDERS, "fill").get("message")).isEqualTo("Pool already at maximum (20 connections)");
    }

    @Test
    void renew_replaces_one_after_the_other() throws Exception {
        CompositeData report = report(ORDERS, "renew");

        assertThat(report.get("created")).isEqualTo(10);
        assertThat(here.get(ORDERS, "Total")).isEqualTo(10);
    }

    @DisplayName("M11: release takes a connection from its holder, and refuses an invalid name with the reason")
    @Test
    void release_takes_a_connection_from_its_holder() throws Exception {
        Lease<Thing> lease = pool.acquire();

        assertThat((String[]) report(ORDERS, "release", lease.name()).get("broken"))
                .containsExactly(lease.name());

        assertRefused(() -> report(ORDERS, "release", lease.name()), "has no connection of this name");
        assertRefused(() -> report(ORDERS, "release", " "), "connection must be a name of 1 to 1000 characters");
        assertRefused(
                () -> here.server.invoke(
                        new ObjectName(ORDERS), "release", new Object[] {null}, new String[] {String.class.getName()}),
                "no lease is selected");
        String idle = ((String[]) here.get(ORDERS, "ConnectionNames"))[0];
        assertImpossible(() -> report(ORDERS, "release", idle), "not in use");
    }

    @DisplayName("releaseWhere takes the connections of selected leases, and a dry run lists them only")
    @Test
    void release_where_takes_selected_leases() throws Exception {
        Lease<Thing> billing = pool.acquire(AcquireRequest.DEFAULT.withTag("feature", "billing"));
        Lease<Thing> search = pool.acquire(AcquireRequest.DEFAULT.withTag("feature", "search"));
        for (boolean dryRun : List.of(true, false)) {
            CompositeData report = report(ORDERS, "releaseWhere", "heldFor=0s,tag=feature:billing", dryRun);
            CompositeData[] leases = (CompositeData[]) report.get("brokenLeases");
            assertThat(leases).hasSize(1);
            assertThat(leases[0].get("connection")).isEqualTo(billing.name());
            assertThat(leases[0].get("mayStillRun")).isEqualTo(false);
            assertThat(billing.isOpen()).isEqualTo(dryRun);
        }
        assertThat(search.isOpen()).isTrue();
        assertRefused(() -> report(ORDERS, "releaseWhere", "", true), "no lease is selected");
        assertRefused(
                () -> report(ORDERS, "releaseWhere", "holder=", true), "holder must be a name of 1 to 1000 characters");
        assertRefused(() -> report(ORDERS, "releaseWhere", "olderThan=1s", true), "known: connection, heldFor");
    }

    @Test
    void events_are_composite_data_too() throws Exception {
        pool.acquire().close();

        CompositeData[] events = (CompositeData[]) here.invoke(ORDERS, "events", 2);

        assertThat(events).extracting(event -> event.get("type")).containsExactly("LENT", "RETURNED");
        assertRefused(() -> here.invoke(ORDERS, "events", 0), "limit must be a whole number, at least 1: 0");
    }

    @DisplayName("X15: leaks are listed until they are released, with stacks on request")
    @Test
    void leaks_are_listed_until_they_come_back() throws Exception {
        pool.reconfigure(settings -> settings.leakStacks(LeakStacks.ALL));
        Lease<Thing> lease = pool.acquire(AcquireRequest.DEFAULT.withTag("feature", "billing"));
        assertThat((CompositeData[]) here.invoke(ORDERS, "leaks", false)).isEmpty();
        here.time.advance(Duration.ofMinutes(1));

        CompositeData[] brief = (CompositeData[]) here.invoke(ORDERS, "leaks", false);
        assertThat(brief).hasSize(1);
        assertThat(brief[0].get("connection")).isEqualTo(lease.name());
        assertThat(brief[0].get("heldSeconds")).isEqualTo(60.0);
        assertThat(brief[0].get("thresholdSeconds")).isEqualTo(30.0);
        assertThat(brief[0].get("since")).isEqualTo("2026-01-01T00:00:00.123456789Z");
        assertThat((String[]) brief[0].get("acquireStack")).isEmpty();
        CompositeData[] full = (CompositeData[]) here.invoke(MANAGER, "leaks", "orders", true);
        assertThat(((String[]) full[0].get("acquireStack"))[0]).contains("leaks_are_listed_until_they_come_back");
        assertThat(here.get(ORDERS, "LeakSuspects")).isEqualTo(1);
        assertThat(here.get(ORDERS, "LeakStacks")).isEqualTo("ALL");

        lease.close();

        assertThat((CompositeData[]) here.invoke(ORDERS, "leaks", true)).isEmpty();
        assertThat(here.get(ORDERS, "LeakSuspects")).isEqualTo(0);
        assertThat(here.get(ORDERS, "Leaks")).isEqualTo(1L);
    }

    @Test
    void the_manager_does_the_same_by_name() throws Exception {
        assertThat(report(MANAGER, "reset", "orders").get("pool")).isEqualTo("orders");
        assertThat(report(MANAGER, "reset", "orders", true).get("operation")).isEqualTo("reset");
        assertThat(report(MANAGER, "fill", "orders", 12).get("after")).isEqualTo(12);
        assertThat((CompositeData[]) here.invoke(MANAGER, "events", "orders", 1))
                .hasSize(1);

        assertRefused(() -> report(MANAGER, "reset", "nope"), "no pool 'nope'");
    }

    @Test
    void wrong_arguments_are_refused_with_the_name_of_the_parameter() {
        assertRefused(() -> here.invoke(ORDERS, "reset", "true"), "force must be a java.lang.Boolean: true");
        assertRefused(() -> here.invoke(ORDERS, "fill", -1), "target must be a whole number from 0 to 10000: '-1'");
        assertRefused(
                () -> here.invoke(ORDERS, "expireOlderThan", -1L),
                "seconds must be a whole number from 0 to 3153600000");
        assertRefused(
                () -> here.invoke(ORDERS, "expireOlderThan", Long.MAX_VALUE),
                "seconds must be a whole number from 0 to 3153600000");
        assertRefused(() -> here.invoke(ORDERS, "drain", -5L), "seconds must be a whole number from 0 to 3153600000");
        assertRefused(() -> here.invoke(ORDERS, "drain", Long.MAX_VALUE), "seconds must be a whole number from 0 to");
        assertRefused(() -> here.invoke(ORDERS, "drain", "-5s"), "patience must be a duration from 0 s");
        assertThatThrownBy(() -> here.invoke(ORDERS, "explode")).isInstanceOf(ReflectionException.class);
    }

    @DisplayName("M18: a second operation while one runs is refused")
    @Test
    void a_second_operation_while_one_runs_is_refused() throws Exception {
        List<Throwable> refusals = new ArrayList<>();
        here.store.onClose = thing -> {
            try {
                here.invoke(ORDERS, "reset");
            } catch (Exception e) {
                refusals.add(e.getCause());
            }
        };

        report(ORDERS, "reset");

        assertThat(refusals)
                .hasSize(10)
                .allSatisfy(refusal -> assertThat(refusal)
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("Reset request already in progress on pool 'orders'; its id is op_"));
    }

    @Test
    void a_closed_pool_refuses_in_words_of_the_jdk() {
        pool.close();

        assertImpossible(() -> here.invoke(ORDERS, "reset"), "pool 'orders' is closed");
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertFails(call, IllegalArgumentException.class, message);
    }

    private static void assertImpossible(ThrowingCallable call, String message) {
        assertFails(call, IllegalStateException.class, message);
    }

    /** The cause is exactly of the JDK's type and has no cause itself, which could be of one of ours. */
    private static void assertFails(ThrowingCallable call, Class<?> type, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(RuntimeMBeanException.class)
                .cause()
                .isExactlyInstanceOf(type)
                .hasMessageContaining(message)
                .hasNoCause();
    }

    @Test
    @DisplayName("an operation is known, and can be cancelled, on its own pool only")
    void foreignOperations() throws Exception {
        here.start("other");
        String id = (String) ((CompositeData) here.invoke(ORDERS, "begin", "reset", "")).get("id");
        assertThat(((CompositeData) here.invoke(ORDERS, "operation", id)).get("id"))
                .isEqualTo(id);
        String other = "dev.sluice:type=Pool,name=other";
        assertRefused(() -> here.invoke(other, "operation", id), "no operation '" + id + "'");
        assertRefused(() -> here.invoke(other, "cancelOperation", id), "no operation '" + id + "'");
        assertRefused(() -> here.invoke(MANAGER, "cancelOperation", "other", id), "no operation '" + id + "'");
    }

    @Test
    @DisplayName("a pool must be named")
    void unnamed() throws Exception {
        String text = String.class.getName();
        ObjectName manager = new ObjectName(MANAGER);
        assertRefused(
                () -> here.server.invoke(manager, "reset", new Object[] {null}, new String[] {text}),
                "pool must be given: missing");
        assertRefused(
                () -> here.server.invoke(
                        manager, "createPool", new Object[] {null, "jdbc:h2:mem:x", null, null, null}, new String[] {
                            text, text, text, text, text
                        }),
                "pool must be given: missing");
    }

    @Test
    @DisplayName("the manager creates and deletes pools with a parameter for each one of the catalogue")
    void declaredOnManager() throws Exception {
        for (OperationName name : List.of(OperationName.CREATE_POOL, OperationName.DELETE_POOL)) {
            OperationEntry entry = OperationCatalogue.entry(name);
            List<String> expected = new ArrayList<>(List.of("pool"));
            expected.addAll(entry.parameterNames());

            assertThat(here.server.getMBeanInfo(new ObjectName(MANAGER)).getOperations())
                    .filteredOn(each -> each.getName().equals(entry.methodName()))
                    .anySatisfy(each -> assertThat(each.getSignature())
                            .extracting(MBeanParameterInfo::getName)
                            .isEqualTo(expected));
        }
    }

    @Test
    @DisplayName("a pool has each operation of the catalogue with a parameter for each one of the catalogue")
    void declaredOnPools() throws Exception {
        List<String> signatures = signatures(ORDERS);

        for (OperationEntry entry : OperationCatalogue.all()) {
            if (entry.place() == ParameterPlace.QUERY || entry.place() == ParameterPlace.BODY) {
                assertThat(signatures).contains(entry.methodName() + entry.parameterNames());
            }
        }
        assertThat(signatures).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("the short forms of operations keep their names and parameters")
    void shortForms() throws Exception {
        assertThat(signatures(ORDERS))
                .contains(
                        "reset[]",
                        "expire[]",
                        "expireOlderThan[seconds]",
                        "renew[]",
                        "fill[]",
                        "warmUp[]",
                        "release[connection]",
                        "releaseWhere[conditions, dryRun]",
                        "drain[seconds]",
                        "pause[]",
                        "resume[]",
                        "resize[min, max]");
        assertThat(signatures(MANAGER))
                .contains(
                        "drain[pool, seconds]",
                        "resize[pool, min, max]",
                        "createPool[pool, url, username, password, settings]",
                        "deletePool[pool, seconds]");
    }

    @Test
    @DisplayName("pause, resume and resize return the state or the numbers; drain takes seconds or a duration")
    void answers() throws Exception {
        assertThat(here.invoke(ORDERS, "pause")).isEqualTo("PAUSED");
        assertThat(here.invoke(ORDERS, "resume")).isEqualTo("RUNNING");
        assertThat(report(ORDERS, "resize", 2, 12).get("maxConnections")).isEqualTo(12);
        assertThat(report(ORDERS, "drain", 1L).get("operation")).isEqualTo("drain");
        assertThat(report(ORDERS, "drain", "500ms").get("complete")).isEqualTo(true);
    }

    private List<String> signatures(String bean) throws JMException {
        List<String> signatures = new ArrayList<>();
        for (MBeanOperationInfo operation :
                here.server.getMBeanInfo(new ObjectName(bean)).getOperations()) {
            List<String> names = Arrays.stream(operation.getSignature())
                    .map(MBeanParameterInfo::getName)
                    .toList();
            signatures.add(operation.getName() + names);
        }
        return signatures;
    }
}
