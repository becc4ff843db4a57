package dev.sluice.control.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.control.PoolManager;
import dev.sluice.testing.TestPool;
import dev.sluice.value.BadValue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class FaultParametersTest {

    @ParameterizedTest
    @CsvSource({
        "fault, timeToLive=1m",
        "fault, fault=EXPLODE timeToLive=1m",
        "timeToLive, fault=REFUSE_ACQUIRE",
        "timeToLive, fault=REFUSE_ACQUIRE timeToLive=0s",
        "timeToLive, fault=REFUSE_ACQUIRE timeToLive=2h",
        "percentage, fault=REFUSE_ACQUIRE timeToLive=1m percentage=101",
        "percentage, fault=REFUSE_ACQUIRE timeToLive=1m percentage=-1",
        "count, fault=REFUSE_ACQUIRE timeToLive=1m count=0",
        "count, fault=REFUSE_ACQUIRE timeToLive=1m count=many",
        "seed, fault=REFUSE_ACQUIRE timeToLive=1m seed=-1",
        "lane, fault=REFUSE_ACQUIRE timeToLive=1m lane=fast",
        "lane, fault=FAIL_CREATION timeToLive=1m lane=low",
        "tenant, fault=FAIL_CREATION timeToLive=1m tenant=acme",
        "tag, fault=FAIL_VALIDATION timeToLive=1m tag=a:b",
        "tag, fault=REFUSE_ACQUIRE timeToLive=1m tag=a",
        "connection, fault=REFUSE_ACQUIRE timeToLive=1m connection=conn_1_2",
        "delay, fault=DELAY_ACQUIRE timeToLive=1m",
        "delay, fault=DELAY_ACQUIRE timeToLive=1m delay=2m",
        "delay, fault=REFUSE_ACQUIRE timeToLive=1m delay=10ms",
        "onLease, fault=REFUSE_ACQUIRE timeToLive=1m onLease=5",
        "onLease, fault=DROP_CONNECTION timeToLive=1m onLease=0",
        "onLease, fault=DROP_CONNECTION timeToLive=1m onLease=5 count=2",
        "onLease, fault=DROP_CONNECTION timeToLive=1m onLease=5 percentage=50",
        "sql, fault=REFUSE_ACQUIRE timeToLive=1m sql=x"
    })
    @DisplayName("X09 a bad parameter of a fault is refused by its name, and nothing is injected")
    void refused(String parameter, String pairs) {
        try (TestPool test = TestPool.started(config -> config);
                PoolManager manager = new PoolManager()) {
            manager.permitFaults();
            manager.register(test.pool);
            GivenTexts given = new GivenTexts();
            for (String pair : pairs.split(" ")) {
                given.add(pair.split("=")[0], pair.split("=")[1]);
            }
            assertThatThrownBy(() -> manager.start(Order.of(
                            "orders", OperationCatalogue.named("inject-fault").command(given.texts()), "test")))
                    .isInstanceOfSatisfying(
                            BadValue.class, bad -> assertThat(bad.name()).isEqualTo(parameter));
            assertThat(test.pool.stats().faultInjection()).isFalse();
        }
    }
}
