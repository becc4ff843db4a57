package dev.sluice.pool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.value.ValueSpec;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class PolicyDeclarationsTest {

    private static List<String> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    @Test
    @DisplayName("each policy and each rule is declared by the name of its component, in the same order")
    void names() {
        assertThat(PoolPolicies.DECLARATIONS)
                .extracting(PolicyDeclaration::name)
                .containsExactlyElementsOf(components(PoolPolicies.class));
        PoolPolicies.DECLARATIONS.forEach(declared -> assertThat(declared.rules())
                .as(declared.name())
                .extracting(ValueSpec::name)
                .containsExactlyElementsOf(components(declared.type())));
    }

    @Test
    @DisplayName("the default and the example of each rule are values that the rule reads")
    void values() {
        PoolPolicies.DECLARATIONS.forEach(declared -> declared.rules().forEach(rule -> {
            assertThat(rule.type().parse(rule.example()))
                    .as(declared.name() + "." + rule.name())
                    .isNotNull();
            if (rule.otherwise() != null) {
                assertThat((Object) rule.type().parse(String.valueOf(rule.shownDefault())))
                        .as(declared.name() + "." + rule.name())
                        .isEqualTo(rule.otherwise());
            }
        }));
    }

    @Test
    @DisplayName("by default no policy is on")
    void off() {
        assertThat(PoolPolicies.NONE.values().values()).containsOnlyNulls();
        assertThat(PoolPolicies.NONE.changesOf(PoolPolicies.NONE)).isEmpty();
    }

    @Test
    @DisplayName("a change is described by the policies that differ")
    void changes() {
        PoolPolicies on = PoolPolicies.NONE.with(RateLimit.DECLARATION.of(Map.of("pool", new Rate(5, Rate.Unit.S, 2))));
        assertThat(on.changesOf(PoolPolicies.NONE)).startsWith("rateLimit off → RateLimit[pool=5/s+2");
        assertThat(PoolPolicies.NONE.changesOf(on)).endsWith("→ off");
    }
}
