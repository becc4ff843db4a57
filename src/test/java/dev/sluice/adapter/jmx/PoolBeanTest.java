package dev.sluice.adapter.jmx;

import static dev.sluice.adapter.jmx.ExportedPools.MANAGER;
import static dev.sluice.adapter.jmx.ExportedPools.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.Priority;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.PoolStats.Counters;
import dev.sluice.testing.FakeStore.Thing;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.InvalidAttributeValueException;
import javax.management.JMX;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.OpenMBeanAttributeInfo;
import javax.management.openmbean.OpenMBeanOperationInfo;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bean of a pool shows. */
@Timeout(30)
class PoolBeanTest {

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

    @DisplayName("M02: a started pool shows its sizes and the names of its connections")
    @Test
    void a_started_pool_shows_its_sizes() throws Exception {
        assertThat(here.get(ORDERS, "Total")).isEqualTo(10);
        assertThat(here.get(ORDERS, "Available")).isEqualTo(10);
        assertThat(here.get(ORDERS, "InUse")).isEqualTo(0);
        assertThat(here.get(ORDERS, "MinConnections")).isEqualTo(10);
        assertThat(here.get(ORDERS, "MaxConnections")).isEqualTo(20);
        assertThat(here.get(ORDERS, "State")).isEqualTo("RUNNING");
        assertThat(here.get(ORDERS, "AcquireTimeoutMillis")).isEqualTo(5000L);
        assertThat((String[]) here.get(ORDERS, "ConnectionNames"))
                .hasSize(10)
                .allMatch(name -> name.matches("conn_\\d+_\\d{19}"));
    }

    @Test
    void stats_has_every_number_and_every_connection_of_one_look() throws Exception {
        pool.acquire(AcquireRequest.DEFAULT.withTenant("acme").withTag("feature", "billing"));

        CompositeData stats = (CompositeData) here.get(ORDERS, "Stats");
        CompositeData first = ((CompositeData[]) stats.get("connections"))[0];

        assertThat(stats.get("inUse")).isEqualTo(1);
        assertThat(((CompositeData) stats.get("counters")).get("acquired")).isEqualTo(1L);
        assertThat(((TabularData) stats.get("waitingByLane")).size()).isEqualTo(Priority.values().length);
        assertThat(first.get("inUse")).isEqualTo(true);
        assertThat(first.get("holder")).isEqualTo(Thread.currentThread().getName());
        assertThat(first.get("tenant")).isEqualTo("acme");
        assertThat(((TabularData) first.get("tags"))
                        .get(new Object[] {"feature"})
                        .get("value"))
                .isEqualTo("billing");
    }

    @Test
    void every_number_of_a_snapshot_is_an_attribute_too() throws Exception {
        MBeanInfo info = here.server.getMBeanInfo(new ObjectName(ORDERS));

        assertThat(info.getAttributes())
                .extracting(MBeanFeatureInfo::getName)
                .containsAll(Stream.of(PoolStats.class, Counters.class)
                        .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                        .map(RecordComponent::getName)
                        .filter(name -> !name.equals("counters"))
                        .map(name -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {ORDERS, MANAGER})
    void everything_is_described_and_of_an_open_type(String bean) throws Exception {
        MBeanInfo info = here.server.getMBeanInfo(new ObjectName(bean));

        assertThat(info.getDescription()).endsWith(".");
        assertThat(info.getAttributes())
                .isNotEmpty()
                .allSatisfy(attribute -> assertThat(attribute.getDescription()).endsWith("."))
                .allSatisfy(attribute -> assertThat(attribute).isInstanceOf(OpenMBeanAttributeInfo.class));
        assertThat(info.getOperations())
                .isNotEmpty()
                .allSatisfy(operation -> assertThat(operation.getDescription()).endsWith("."))
                .allSatisfy(operation -> assertThat(operation).isInstanceOf(OpenMBeanOperationInfo.class))
                .allSatisfy(operation -> assertThat(operation.getImpact()).isEqualTo(impactOf(operation.getName())))
                .flatExtracting(operation -> Arrays.asList(operation.getSignature()))
                .allSatisfy(parameter -> assertThat(parameter.getDescription()).endsWith("."));
        assertThat(info.getNotifications())
                .allSatisfy(notification ->
                        assertThat(notification.getDescription()).endsWith("."));
    }

    private static int impactOf(String operation) {
        return switch (operation) {
            case "events", "stats" -> MBeanOperationInfo.INFO;
            default -> MBeanOperationInfo.ACTION;
        };
    }

    @Test
    void attributes_that_are_asked_for_together_agree() throws Exception {
        pool.acquire();

        AttributeList found = here.server.getAttributes(
                new ObjectName(ORDERS), new String[] {"Total", "Available", "InUse", "NoSuchThing"});

        assertThat(found.asList())
                .containsExactly(new Attribute("Total", 10), new Attribute("Available", 9), new Attribute("InUse", 1));
    }

    @DisplayName("M27: verbose can be read and switched through JMX")
    @Test
    void verbose_can_be_switched() throws Exception {
        assertThat(here.get(ORDERS, "Verbose")).isEqualTo(false);

        here.set(ORDERS, "Verbose", true);

        assertThat(pool.isVerbose()).isTrue();
        assertThat(here.get(ORDERS, "Verbose")).isEqualTo(true);
    }

    @Test
    void nothing_else_can_be_changed_and_to_nothing_but_a_boolean() {
        assertThatThrownBy(() -> here.set(ORDERS, "Total", 3)).isInstanceOf(AttributeNotFoundException.class);
        assertThatThrownBy(() -> here.set(ORDERS, "Nonsense", 3)).isInstanceOf(AttributeNotFoundException.class);
        assertThatThrownBy(() -> here.set(ORDERS, "Verbose", "yes")).isInstanceOf(InvalidAttributeValueException.class);
        assertThatThrownBy(() -> here.set(ORDERS, "Verbose", null)).isInstanceOf(InvalidAttributeValueException.class);
    }

    @Test
    void of_several_changes_those_that_make_sense_are_made() throws Exception {
        AttributeList changes = new AttributeList();
        changes.add(new Attribute("Total", 3));
        changes.add(new Attribute("Verbose", true));

        AttributeList made = here.server.setAttributes(new ObjectName(ORDERS), changes);

        assertThat(made.asList()).containsExactly(new Attribute("Verbose", true));
        assertThat(pool.isVerbose()).isTrue();
    }

    @DisplayName("M24: why a connection could not be created is shown, without its password")
    @Test
    void why_a_connection_could_not_be_created_is_shown_without_its_password() throws Exception {
        assertThat(here.get(ORDERS, "LastCreationFailure")).isNull();
        assertThat(here.get(ORDERS, "Status")).isEqualTo("OK");
        here.store.onCreate = attempt -> {
            throw new IllegalStateException("no route to jdbc:postgresql://db/x?password=hush");
        };

        pool.fill(11);

        String masked = "no route to jdbc:postgresql://db/x?password=***";
        assertThat(here.get(ORDERS, "LastCreationFailure")).isEqualTo(masked);
        assertThat(here.get(ORDERS, "Status")).isEqualTo("DEGRADED");
        assertThat(here.get(ORDERS, "StatusReason")).isEqualTo("cannot connect: " + masked);
        assertThat(here.get(ORDERS, "Ready")).isEqualTo(true);
        CompositeData report = (CompositeData) here.invoke(ORDERS, "fill");
        assertThat(report.get("message")).isEqualTo(masked);
        assertThat(report.get("complete")).isEqualTo(false);
    }

    @DisplayName("M01: the manager's bean and the pool's show the same object")
    @Test
    void the_manager_shows_the_same_pool() throws Exception {
        try (Lease<Thing> lease = pool.acquire()) {
            CompositeData stats = (CompositeData) here.invoke(MANAGER, "stats", "orders");

            assertThat((String[]) here.get(MANAGER, "PoolNames")).containsExactly("orders");
            assertThat(stats).isEqualTo(here.get(ORDERS, "Stats"));
            assertThat(((CompositeData[]) stats.get("connections"))[0].get("id"))
                    .isEqualTo(lease.name());
        }
        assertThat(((CompositeData[]) here.get(MANAGER, "Readiness"))[0].get("status"))
                .isEqualTo("OK");
    }

    /** What a client may write down for itself. */
    public interface PoolMXBean {
        int getTotal();

        double getUtilization();

        String[] getConnectionNames();

        boolean isVerbose();

        void setVerbose(boolean on);

        Report reset(boolean force);
    }

    /** As much as it wants to know of a report. */
    public interface Report {
        int getCreated();

        String[] getRetired();
    }

    @Test
    void a_client_can_use_it_as_an_mxbean_of_its_own_interface() throws Exception {
        PoolMXBean proxy = JMX.newMXBeanProxy(here.server, new ObjectName(ORDERS), PoolMXBean.class);

        assertThat(proxy.getTotal()).isEqualTo(10);
        assertThat(proxy.getUtilization()).isZero();
        assertThat(proxy.getConnectionNames()).hasSize(10);
        proxy.setVerbose(true);
        assertThat(proxy.isVerbose()).isTrue();
        assertThat(proxy.reset(false).getCreated()).isEqualTo(10);
        assertThat(proxy.reset(true).getRetired()).hasSize(10);
    }

    @Test
    void a_look_at_many_attributes_costs_one_look() {
        AtomicInteger looks = new AtomicInteger();
        OpenBean<Integer> bean = new OpenBean<>(
                "Counts.",
                looks::incrementAndGet,
                new OpenAttributes<Integer>()
                        .integer("A", "A look.", look -> look)
                        .integer("B", "The same look.", look -> look),
                List.of());

        assertThat(bean.getAttributes(new String[] {"A", "B"}).asList())
                .containsExactly(new Attribute("A", 1), new Attribute("B", 1));
    }
}
