package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The pools that readiness is to leave out")
@Tag("fast")
class ExcludedPoolsTest {

    private static final List<String> POOLS = List.of("default", "orders");

    @Test
    @DisplayName("are known by their names; unknown names are logged")
    void unknown() {
        assertThat(ExcludedPools.unknown(List.of("orders", "ordrs", "archive"), POOLS))
                .containsExactly("ordrs", "archive");
        assertThat(ExcludedPools.unknown(List.of(), POOLS)).isEmpty();
    }

    @Test
    @DisplayName("are refused with key and value if no pool can have such a name")
    void impossible() {
        assertThatThrownBy(() -> ExcludedPools.unknown(List.of("Orders"), POOLS))
                .isInstanceOf(BadConfiguration.class)
                .hasMessage("sluice.health.exclude cannot be 'Orders': the pool is named 'orders'");
        assertThatThrownBy(() -> ExcludedPools.unknown(List.of("orders;archive"), POOLS))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith("sluice.health.exclude cannot be 'orders;archive': a pool's name");
    }
}
