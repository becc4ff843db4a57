package dev.sluice.adapter.jmx;

import static dev.sluice.adapter.jmx.ExportedPools.MANAGER;
import static dev.sluice.adapter.jmx.ExportedPools.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Priority;
import dev.sluice.admission.Shedding;
import dev.sluice.admission.TenantShare;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.control.policy.PolicyView;
import dev.sluice.control.policy.RuleKey;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The admission rules of a pool over JMX. */
@Timeout(30)
@Tag("fast")
class PoolRulesTest {

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

    @Test
    void the_policy_is_composite_data_and_a_line_of_text() throws Exception {
        CompositeData policy = (CompositeData) here.get(ORDERS, "Policy");

        assertThat(policy.get("fairness")).isEqualTo("BOUNDED");
        assertThat(policy.get("aging")).isEqualTo("PT1S");
        assertThat(policy.get("maxWaiters")).isNull();
        assertThat(policy.get("shedding")).isNull();
        assertThat(((TabularData) policy.get("tenants")).isEmpty()).isTrue();
        assertThat(here.get(ORDERS, "PolicyText")).asString().startsWith("fairness=BOUNDED, overtaking=64, aging=PT1S");
    }

    @Test
    void single_rules_are_changed_by_their_keys() throws Exception {
        CompositeData policy = (CompositeData) here.invoke(ORDERS, "changePolicy", "reserved.high", "2");
        TabularData reserved = (TabularData) policy.get("reserved");
        assertThat(reserved.get(new Object[] {"HIGH"}).get("value")).isEqualTo(2);
        here.invoke(ORDERS, "changePolicy", "max-waiters", "5");
        assertThat(here.get(ORDERS, "MaxWaiters")).isEqualTo(5);

        here.invoke(ORDERS, "changePolicy", "reserved.high", "");
        here.server.invoke(new ObjectName(ORDERS), "changePolicy", new Object[] {"max-waiters", null}, new String[] {
            String.class.getName(), String.class.getName()
        });

        assertThat(pool.policy()).isEqualTo(AdmissionPolicy.DEFAULT);
    }

    @Test
    void the_description_of_a_key_names_each_rule_of_a_policy() throws Exception {
        String description = Arrays.stream(
                        here.server.getMBeanInfo(new ObjectName(ORDERS)).getOperations())
                .filter(each -> each.getName().equals("changePolicy") && each.getSignature().length == 2)
                .map(each -> each.getSignature()[0].getDescription())
                .findFirst()
                .orElseThrow();

        for (RecordComponent rule : PolicyView.class.getRecordComponents()) {
            String key = RuleKey.parse(rule.getName()).toString();
            assertThat(description).containsPattern("[ ]" + key + "[,.;]");
        }
        assertThat(description).contains(PolicyRules.keys());
    }

    @Test
    void several_rules_are_changed_in_one_line_or_all_replaced() throws Exception {
        here.invoke(ORDERS, "changePolicy", "overtaking=7, tenants.acme.cap=3, other-tenants.weight=2");
        here.invoke(MANAGER, "changePolicy", "orders", "shedding.target=50ms, shedding.interval=1s");

        AdmissionPolicy changed = AdmissionPolicy.builder()
                .overtaking(7)
                .tenants(Map.of("acme", new TenantShare(0, 3, 1, 0)))
                .otherTenants(new TenantShare(0, Integer.MAX_VALUE, 2, 0))
                .shedding(new Shedding(Duration.ofMillis(50), Duration.ofSeconds(1)))
                .build();
        assertThat(pool.policy()).isEqualTo(changed);
        String text = (String) here.get(ORDERS, "PolicyText");
        here.invoke(ORDERS, "setPolicy", "fairness=strict");
        assertThat(pool.policy().tenants()).isEmpty();
        here.invoke(ORDERS, "setPolicy", text);
        assertThat(pool.policy()).isEqualTo(changed);
    }

    @Test
    void a_policy_that_makes_no_sense_is_refused_whole() throws Exception {
        here.invoke(ORDERS, "changePolicy", "overtaking", "7");
        AdmissionPolicy before = pool.policy();

        assertRefused(
                () -> here.invoke(ORDERS, "changePolicy", "aging", "soon"),
                "aging must be a duration from 1 ms to 36500 days, such as 500ms, 30s, 1h30m or PT10M: 'soon'");
        assertRefused(
                () -> here.invoke(ORDERS, "changePolicy", "agin", "1s"), "agin is not a rule; there are fairness");
        assertRefused(() -> here.invoke(ORDERS, "changePolicy", "", "1s"), "key must be the name of a rule: ''");
        assertRefused(
                () -> here.invoke(ORDERS, "changePolicy", "overtaking=8, max-waiters=-1"),
                "max-waiters must be a whole number, at least 0: '-1'");
        assertRefused(
                () -> here.invoke(ORDERS, "setPolicy", "overtaking=8, reserved.high=20"),
                "reserved must be less than max-size (20): 20");
        assertRefused(() -> here.invoke(ORDERS, "setPolicy", "overtaking 8"), "rules are written as key=value");

        assertThat(pool.policy()).isEqualTo(before);
    }

    @Test
    void a_paused_pool_lets_nobody_in_and_is_ready() throws Exception {
        assertThat(here.invoke(ORDERS, "pause")).isEqualTo("PAUSED");
        assertThat(here.invoke(ORDERS, "pause")).isEqualTo("PAUSED");
        Caller<Lease<Thing>> caller = Caller.start(() -> pool.acquire());
        Await.until("it waits", () -> pool.stats().waiting() == 1);

        assertThat(here.get(ORDERS, "Status")).isEqualTo("PAUSED");
        assertThat(here.get(ORDERS, "StatusReason")).isEqualTo("paused by an operator, 1 waiting");
        assertThat(here.get(ORDERS, "Ready")).isEqualTo(true);

        assertThat(here.invoke(ORDERS, "resume")).isEqualTo("RUNNING");
        caller.result().close();
    }

    @Test
    void sizes_change_both_or_none() throws Exception {
        CompositeData stats = (CompositeData) here.invoke(ORDERS, "resize", 5, 30);
        assertThat(stats.get("maxConnections")).isEqualTo(30);
        assertThat(here.get(ORDERS, "MinConnections")).isEqualTo(5);

        assertRefused(() -> here.invoke(ORDERS, "resize", 3, 0), "max must be a whole number from 1 to 10000: '0'");
        assertRefused(() -> here.invoke(ORDERS, "resize", 31, 30), "min must not exceed max (30): 31");
        assertThat(here.get(ORDERS, "MinConnections")).isEqualTo(5);
    }

    @Test
    void who_waits_and_who_holds_is_composite_data() throws Exception {
        here.invoke(ORDERS, "resize", 1, 1);
        Lease<Thing> lease = pool.acquire(AcquireRequest.DEFAULT.withTag("job", "export"));
        Caller<Lease<Thing>> caller =
                Caller.start(() -> pool.acquire(AcquireRequest.DEFAULT.withPriority(Priority.HIGH)));
        Await.until("it waits", () -> pool.stats().waiting() == 1);

        CompositeData queue = (CompositeData) here.invoke(ORDERS, "queue", true);

        CompositeData waiter = ((CompositeData[]) queue.get("waiters"))[0];
        assertThat(waiter.get("position")).isEqualTo(1);
        assertThat(waiter.get("lane")).isEqualTo("HIGH");
        assertThat(waiter.get("remainingSeconds")).isEqualTo(5.0);
        CompositeData holder = ((CompositeData[]) queue.get("holders"))[0];
        assertThat(holder.get("connection")).isEqualTo(lease.name());
        assertThat((String[]) holder.get("stack")).anyMatch(line -> line.contains("PoolRulesTest"));
        CompositeData quiet = (CompositeData) here.invoke(MANAGER, "queue", "orders", false);
        assertThat((String[]) ((CompositeData[]) quiet.get("holders"))[0].get("stack"))
                .isEmpty();
        lease.close();
        caller.result().close();
    }

    @Test
    void a_closed_pool_is_not_steered() {
        pool.close();

        for (String operation : new String[] {"pause", "resume"}) {
            assertThatThrownBy(() -> here.invoke(ORDERS, operation))
                    .cause()
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("pool 'orders' is closed");
        }
    }

    /** In the words of the JDK: the client may have no class of ours. */
    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(RuntimeMBeanException.class)
                .cause()
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasNoCause();
    }
}
