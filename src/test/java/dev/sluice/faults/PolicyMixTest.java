package dev.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.policy.PolicyDeclaration;
import dev.sluice.pool.policy.PoolPolicies;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class PolicyMixTest {

    private static final int PARTS = 200;

    @Test
    @DisplayName("the fault campaign switches on every policy, and each of its parts is determined by the seed")
    void all() {
        PolicyMix mix = new PolicyMix(4);
        PolicyMix again = new PolicyMix(4);
        Set<String> used = new TreeSet<>();
        for (int i = 0; i < PARTS; i++) {
            PolicyMix.Part part = mix.next();
            assertThat(again.next()).isEqualTo(part);
            part.policies().values().forEach((name, policy) -> {
                if (policy != null) {
                    used.add(name);
                }
            });
        }
        assertThat(used)
                .isEqualTo(PoolPolicies.DECLARATIONS.stream()
                        .map(PolicyDeclaration::name)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
