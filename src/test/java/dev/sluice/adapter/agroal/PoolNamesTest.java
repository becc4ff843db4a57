package dev.sluice.adapter.agroal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A gated data source is named by the database in its URL")
@Tag("fast")
class PoolNamesTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db:5432/orders?ssl=true, orders",
        "jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1, orders",
        "jdbc:h2:/var/data/orders, orders",
        "jdbc:mariadb://db/orders, orders",
        "jdbc:sqlserver://db:1433;databaseName=orders;encrypt=true, orders",
        "jdbc:oracle:thin:@//db:1521/orders, orders",
        "jdbc:oracle:thin:@db:1521:orders, orders",
        "jdbc:postgresql://db/, db",
        "jdbc:postgresql://db/my orders, my-orders",
        "jdbc:h2:mem:_x, x",
        "nonsense, pool",
        ", pool",
    })
    @DisplayName("with the URL of every driver")
    void byUrl(String url, String name) {
        assertThat(PoolNames.of(url, Set.of())).isEqualTo(name);
    }

    @Test
    @DisplayName("with a number if the name is taken, and not longer than a name may be")
    void taken() {
        assertThat(PoolNames.of("jdbc:h2:mem:orders", Set.of("orders", "orders-2")))
                .isEqualTo("orders-3");
        String longName = "x".repeat(100);
        assertThat(PoolNames.of("jdbc:h2:mem:" + longName, Set.of())).isEqualTo("x".repeat(56));
    }
}
