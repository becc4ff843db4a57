package dev.sluice.adapter.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.AuditTrail;
import dev.sluice.control.PoolManager;
import dev.sluice.pool.ManagedPool;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.JmxClient;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Beans come and go with the pools. */
@Timeout(30)
@Tag("fast")
class RegistrationTest {

    private static final String MANAGER = "dev.sluice:type=PoolManager";
    private static final String ORDERS = "dev.sluice:name=orders,type=Pool";

    private final ExportedPools here = new ExportedPools();

    @AfterEach
    void release() {
        here.close();
    }

    @Test
    void the_manager_has_a_bean_before_there_is_a_pool() throws Exception {
        assertThat(here.names()).containsExactly(MANAGER);
    }

    @Test
    void a_pool_has_a_bean_as_long_as_it_is_in_the_manager() throws Exception {
        ManagedPool<Thing> pool = here.start("orders");
        assertThat(here.names()).containsExactly(ORDERS, MANAGER);

        here.manager.unregister(pool);
        assertThat(here.names()).containsExactly(MANAGER);

        here.manager.register(pool);
        assertThat(here.names()).containsExactly(ORDERS, MANAGER);
    }

    @Test
    void a_manager_that_closes_takes_the_beans_of_its_pools_with_it() throws Exception {
        here.start("orders");
        here.start("reports");

        here.manager.close();

        assertThat(here.names()).containsExactly(MANAGER);
    }

    @Test
    void pools_that_were_there_before_are_shown_too() throws Exception {
        here.start("orders");
        here.exporter.close();
        assertThat(here.names()).isEmpty();

        JmxExporter later = new JmxExporter(here.manager, here.server, JmxClient.ADMIN, AuditTrail.NONE);
        assertThat(here.names()).containsExactly(ORDERS, MANAGER);
        later.close();
    }

    @Test
    void closing_takes_everything_out_twice_is_harmless_and_pools_that_come_later_are_not_shown() throws Exception {
        here.start("orders");

        here.exporter.close();
        here.exporter.close();
        here.start("late");

        assertThat(here.names()).isEmpty();
    }

    @Test
    void a_bean_that_somebody_else_took_out_does_not_disturb_the_end() throws Exception {
        ManagedPool<Thing> pool = here.start("orders");
        here.server.unregisterMBean(new ObjectName(ORDERS));

        here.manager.unregister(pool);

        assertThat(here.names()).containsExactly(MANAGER);
    }

    @Test
    void a_second_application_in_the_same_jvm_gets_a_key_more_on_all_its_beans() throws Exception {
        here.start("orders");
        PoolManager other = new PoolManager();
        JmxExporter second = new JmxExporter(other, here.server, JmxClient.ADMIN, AuditTrail.NONE);
        other.register(here.make("orders"));
        other.register(here.make("invoices"));
        assertThat(here.names())
                .containsExactly(
                        "dev.sluice:instance=2,name=invoices,type=Pool",
                        "dev.sluice:instance=2,name=orders,type=Pool",
                        "dev.sluice:instance=2,type=PoolManager",
                        ORDERS,
                        MANAGER);

        second.close();
        assertThat(here.names()).containsExactly(ORDERS, MANAGER);
    }

    @Test
    void a_foreign_bean_of_the_same_name_keeps_it() throws Exception {
        Runnable foreign = () -> {};
        ObjectName taken = new ObjectName("dev.sluice:type=Pool,name=orders");
        here.server.registerMBean(new StandardMBean(foreign, Runnable.class, true), taken);

        ManagedPool<Thing> pool = here.start("orders");
        assertThat(here.names()).contains("dev.sluice:instance=2,name=orders,type=Pool");

        here.manager.unregister(pool);
        assertThat(here.server.isRegistered(taken)).isTrue();
        assertThat(here.names()).hasSize(2);
    }
}
