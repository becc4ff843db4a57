package dev.sluice.adapter.jmx;

import static dev.sluice.adapter.jmx.ExportedPools.MANAGER;
import static dev.sluice.adapter.jmx.ExportedPools.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Priority;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.statistic.Statistic;
import dev.sluice.pool.statistic.Statistic.Kind;
import dev.sluice.pool.statistic.StatisticEntry;
import dev.sluice.testing.FakeStore.Thing;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The attributes of the bean of a pool. */
@Timeout(30)
@Tag("fast")
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

    @DisplayName("each statistic is an attribute, and an item of Stats, with the description of its declaration")
    @Test
    void each_statistic_is_an_attribute() throws Exception {
        MBeanInfo info = here.server.getMBeanInfo(new ObjectName(ORDERS));
        CompositeType stats = ((CompositeData) here.get(ORDERS, "Stats")).getCompositeType();
        CompositeType counters = (CompositeType) stats.getType("counters");

        for (StatisticEntry<PoolStats> statistic : PoolStats.STATISTICS) {
            String name = statistic.name().substring(0, 1).toUpperCase(Locale.ROOT)
                    + statistic.name().substring(1);
            assertThat(info.getAttributes())
                    .anyMatch(attribute -> attribute.getName().equals(name)
                            && attribute.getDescription().equals(statistic.description()));
            CompositeType owner = statistic.path().startsWith("counters.") ? counters : stats;
            assertThat(owner.getDescription(statistic.name())).isEqualTo(statistic.description());
        }
        assertThat(stats.keySet().size() + counters.keySet().size()).isEqualTo(PoolStats.STATISTICS.size() + 1);
    }

    @DisplayName("a demonstration statistic is an attribute as soon as it is declared; a missing number is -1")
    @Test
    void demonstration() {
        List<OpenAttribute<Demonstration>> attributes = new OpenAttributes<Demonstration>()
                .statistics(StatisticEntry.of(Demonstration.class))
                .table();

        assertThat(attributes).extracting(OpenAttribute::name).containsExactly("Demonstrated", "LastDemonstration");
        assertThat(attributes.get(0).description()).isEqualTo("Demonstrations.");
        assertThat(attributes.get(0).type()).isEqualTo(SimpleType.LONG);
        assertThat(attributes)
                .extracting(each -> each.read().apply(new Demonstration(7, null)))
                .containsExactly(7L, -1.0);
    }

    record Demonstration(
            @Statistic("Demonstrations.") long demonstrated,

            @Nullable @Statistic(value = "Seconds since the last one.", kind = Kind.GAUGE)
            Double lastDemonstration) {}

    @DisplayName("M27: verbose can be read and switched through JMX")
    @Test
    void verbose_can_be_switched() throws Exception {
        assertThat(here.get(ORDERS, "Verbose")).isEqualTo(false);

        here.set(ORDERS, "Verbose", true);

        assertThat(pool.isVerbose()).isTrue();
        assertThat(here.get(ORDERS, "Verbose")).isEqualTo(true);
    }

    @DisplayName("M24: why a connection could not be created is shown")
    @Test
    void why_a_connection_could_not_be_created_is_shown() throws Exception {
        assertThat(here.get(ORDERS, "LastCreationFailure")).isNull();
        assertThat(here.get(ORDERS, "Status")).isEqualTo("OK");
        here.store.onCreate = attempt -> {
            throw new IllegalStateException("no route to db");
        };

        pool.fill(11);

        String reason = "no route to db";
        assertThat(here.get(ORDERS, "LastCreationFailure")).isEqualTo(reason);
        assertThat(here.get(ORDERS, "Status")).isEqualTo("DEGRADED");
        assertThat(here.get(ORDERS, "StatusReason")).isEqualTo("cannot connect: " + reason);
        assertThat(here.get(ORDERS, "Ready")).isEqualTo(true);
        CompositeData report = (CompositeData) here.invoke(ORDERS, "fill");
        assertThat(report.get("message")).isEqualTo(reason);
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

    @Test
    void to_read_a_number_costs_no_validation_of_a_connection() throws Exception {
        here.time.advance(Duration.ofSeconds(15));

        here.get(ORDERS, "Total");
        assertThat(here.store.all()).allMatch(thing -> thing.validations.get() == 0);

        here.get(ORDERS, "Ready");
        assertThat(here.store.all()).anyMatch(thing -> thing.validations.get() == 1);
    }
}
