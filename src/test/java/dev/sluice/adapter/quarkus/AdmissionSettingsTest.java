package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Fairness;
import dev.sluice.admission.Priority;
import dev.sluice.admission.Shedding;
import dev.sluice.admission.TenantShare;
import dev.sluice.control.policy.PolicyView;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.policy.PoolPolicies;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class AdmissionSettingsTest {

    private static final String POOL = "sluice.pools.orders.";

    private static PoolMapping pool(Map<String, String> properties, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>();
        properties.forEach((key, value) -> all.put(POOL + key, value));
        all.put(POOL + "url", "jdbc:h2:mem:rules");
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SluiceConfig.class)
                .withDefaultValues(all)
                .withSources(new EnvConfigSource(environment, 300))
                .build();
        return config.getConfigMapping(SluiceConfig.class).pools().get("orders");
    }

    private static AdmissionPolicy policy(Map<String, String> properties, Map<String, String> environment) {
        return new PoolSettings("orders", pool(properties, environment), Map.of())
                .rules(PoolConfig.builder().build())
                .admission();
    }

    @Test
    @DisplayName("A pool without configured rules keeps the given policies, and no rule is read")
    void none() {
        AdmissionPolicy base = AdmissionPolicy.builder().overtaking(9).build();
        PoolMapping pool = pool(Map.of(), Map.of());
        assertThat(AdmissionSettings.over(base, pool.admission())).isSameAs(base);
        PoolConfig config = PoolConfig.builder().build();
        assertThat(PolicySettings.over(config, pool.policy())).isSameAs(config.policies());
        assertThat(PolicySettings.over(config, Map.of("rate-limit", Map.of()))).isSameAs(config.policies());
    }

    @Test
    @DisplayName("Every rule can be configured")
    void all() {
        Map<String, String> properties = new HashMap<>();
        properties.put("admission.fairness", "strict");
        properties.put("admission.overtaking", "7");
        properties.put("admission.aging", "500ms");
        properties.put("admission.max-waiters", "100");
        properties.put("admission.max-waiters-by-lane.low", "5");
        properties.put("admission.enforce-caps", "false");
        properties.put("admission.reserved.critical", "1");
        properties.put("admission.reserved-for-nested", "2");
        properties.put("admission.refuse-nested", "false");
        properties.put("admission.fail-fast", "true");
        properties.put("admission.shedding.target", "50ms");
        properties.put("admission.shedding.interval", "PT1S");
        properties.put("admission.tenants.acme.floor", "1");
        properties.put("admission.tenants.acme.cap", "4");
        properties.put("admission.tenants.\"a.b c\".weight", "2");
        properties.put("admission.other-tenants.burst", "3");
        assertThat(policy(properties, Map.of()))
                .isEqualTo(AdmissionPolicy.builder()
                        .fairness(Fairness.STRICT)
                        .overtaking(7)
                        .aging(Duration.ofMillis(500))
                        .maxWaiters(100)
                        .maxWaitersByLane(Map.of(Priority.LOW, 5))
                        .enforceCaps(false)
                        .reserved(Map.of(Priority.CRITICAL, 1))
                        .reservedForNested(2)
                        .refuseNested(false)
                        .failFast(true)
                        .shedding(new Shedding(Duration.ofMillis(50), Duration.ofSeconds(1)))
                        .tenants(Map.of(
                                "acme", new TenantShare(1, 4, 1, 0),
                                "a.b c", new TenantShare(0, Integer.MAX_VALUE, 2, 0)))
                        .otherTenants(new TenantShare(0, Integer.MAX_VALUE, 1, 3))
                        .build());
    }

    @Test
    @DisplayName("Each rule has a key of its name")
    void names() {
        assertThat(Arrays.stream(AdmissionMapping.class.getDeclaredMethods()).map(Method::getName))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(PolicyView.class.getRecordComponents())
                        .map(rule -> rule.getName())
                        .filter(rule -> !PoolPolicies.NONE.values().containsKey(rule))
                        .toList());
    }

    @Test
    @DisplayName("The keys of the pool still work, and the environment does")
    void otherWays() {
        AdmissionPolicy policy = policy(
                Map.of("max-waiters", "3", "aging", "PT2S"),
                Map.of(
                        "SLUICE_POOLS_ORDERS_ADMISSION_RESERVED_HIGH", "1",
                        "SLUICE_POOLS_ORDERS_ADMISSION_FAIL_FAST", "true"));
        assertThat(policy.maxWaiters()).isEqualTo(3);
        assertThat(policy.aging()).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.reserved()).isEqualTo(Map.of(Priority.HIGH, 1));
        assertThat(policy.failFast()).isTrue();
    }

    @Test
    @DisplayName("A rule that is not configured has its default")
    void defaults() {
        assertThat(policy(Map.of(), Map.of())).isEqualTo(AdmissionPolicy.DEFAULT);
    }
}
