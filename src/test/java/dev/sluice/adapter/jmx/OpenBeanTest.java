package dev.sluice.adapter.jmx;

import static dev.sluice.adapter.jmx.ExportedPools.MANAGER;
import static dev.sluice.adapter.jmx.ExportedPools.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapter.jmx.OpenBean.OpenTables;
import dev.sluice.pool.ManagedPool;
import dev.sluice.testing.FakeStore.Thing;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.InvalidAttributeValueException;
import javax.management.JMX;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ObjectName;
import javax.management.openmbean.OpenMBeanAttributeInfo;
import javax.management.openmbean.OpenMBeanOperationInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The behaviour of every bean towards clients, for any content. */
@Timeout(30)
@Tag("fast")
class OpenBeanTest {

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
            case "events",
                    "stats",
                    "queue",
                    "gaveUp",
                    "leaks",
                    "tags",
                    "whatIf",
                    "history",
                    "diagnosis",
                    "operations",
                    "operation" -> MBeanOperationInfo.INFO;
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

    @Test
    void a_look_at_many_attributes_costs_one_look() {
        AtomicInteger looks = new AtomicInteger();
        OpenBean<Integer> bean = new OpenBean<>(
                "Counts.",
                looks::incrementAndGet,
                () -> new OpenTables<>(
                        new OpenAttributes<Integer>()
                                .integer("A", "A look.", look -> look)
                                .integer("B", "The same look.", look -> look),
                        List.of(),
                        List.of()));

        assertThat(bean.getAttributes(new String[] {"A", "B"}).asList())
                .containsExactly(new Attribute("A", 1), new Attribute("B", 1));
    }

    /** An interface that a client can declare for a pool. */
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
}
