package dev.sluice.adapter.rest;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.failure.AcquireCancelled;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CircuitOpen;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolDisabled;
import dev.sluice.pool.failure.PoolException;
import dev.sluice.pool.failure.PoolExists;
import dev.sluice.pool.failure.PoolFactoryException;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.failure.RateLimited;
import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.failure.ReleaseRefused.Reason;
import dev.sluice.pool.failure.StoredCredentialsStay;
import dev.sluice.pool.failure.TooManyPools;
import dev.sluice.pool.failure.UnknownPool;
import dev.sluice.pool.failure.UnknownTenant;
import dev.sluice.pool.failure.Unsupported;
import dev.sluice.pool.failure.WrongState;
import dev.sluice.value.BadValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class RefusalTest {

    private static final Map<PoolException, ProblemType> ALL = Map.ofEntries(
            entry(new UnknownPool("orders"), ProblemType.UNKNOWN_POOL),
            entry(new OperationInProgress("orders", "reset", "renew", "op_1_1"), ProblemType.OPERATION_IN_PROGRESS),
            entry(new PoolClosed("orders"), ProblemType.POOL_CLOSED),
            entry(new WrongState("orders", "resume", "disabled", "enable it first"), ProblemType.WRONG_STATE),
            entry(new Unsupported("orders", "switch-endpoint", "has none"), ProblemType.UNSUPPORTED),
            entry(new PoolExists("orders"), ProblemType.POOL_EXISTS),
            entry(new TooManyPools("orders", 200), ProblemType.TOO_MANY_POOLS),
            entry(new PoolDisabled("orders", "disabled"), ProblemType.POOL_DISABLED),
            entry(new UnknownTenant("orders", "no share"), ProblemType.UNKNOWN_TENANT),
            entry(new PoolSaturated("orders", "full"), ProblemType.POOL_SATURATED),
            entry(new RateLimited("orders", "too many", Duration.ofMillis(10)), ProblemType.RATE_LIMITED),
            entry(new AcquireTimeout("orders", "late"), ProblemType.ACQUIRE_TIMEOUT),
            entry(new CircuitOpen("orders", "open", Duration.ofSeconds(12), null), ProblemType.CIRCUIT_OPEN),
            entry(new CreationFailed("orders", "down", new IllegalStateException()), ProblemType.CREATION_FAILED),
            entry(new PoolFactoryException("orders", "no", new IllegalStateException()), ProblemType.CREATION_FAILED),
            entry(new AcquireCancelled("orders", "called off"), ProblemType.ACQUIRE_TIMEOUT),
            entry(new ReleaseRefused("orders", Reason.NULL, "no connection was given"), ProblemType.CONNECTION_MISSING),
            entry(ReleaseRefused.nothingNamed("orders"), ProblemType.NOTHING_SELECTED),
            entry(new ReleaseRefused("orders", Reason.UNKNOWN, "not found"), ProblemType.UNKNOWN_CONNECTION),
            entry(new ReleaseRefused("orders", Reason.NOT_IN_USE, "idle"), ProblemType.CONNECTION_NOT_IN_USE));

    @Test
    @DisplayName("Every refusal of a pool has a type, a status and the pool's name")
    void everyException() {
        ALL.forEach((exception, type) -> {
            Refusal refusal = Refusal.of(exception);
            assertThat(refusal.type()).isEqualTo(type);
            assertThat(refusal.type().status()).isEqualTo(type.status());
            assertThat(refusal.getMessage()).isEqualTo(exception.getMessage());
            assertThat(refusal.json("/")).containsEntry("pool", "orders");
        });
        assertThat(ALL.keySet().stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(PoolException.class.getPermittedSubclasses()));
    }

    @Test
    @DisplayName("A refusal that allows a retry has its time")
    void retryAfter() {
        assertThat(Refusal.of(new AcquireTimeout("orders", "late")).headers()).containsEntry("Retry-After", "1");
        assertThat(Refusal.of(new CircuitOpen("orders", "open", Duration.ofMillis(11_001), null))
                        .headers())
                .as("the time to the next probe")
                .containsEntry("Retry-After", "12");
        assertThat(Refusal.of(new CircuitOpen("orders", "probing", Duration.ZERO, null))
                        .headers())
                .containsEntry("Retry-After", "1");
        assertThat(Refusal.of(new UnknownPool("orders")).headers()).doesNotContainKey("Retry-After");
    }

    @Test
    @DisplayName("Characters that would forge a line in a log are left out, long texts cut")
    void text() {
        Refusal refusal = Refusal.of(new AcquireTimeout("orders", "x\r\nERROR \u202Eall is lost" + "y".repeat(9000)));
        assertThat(refusal.getMessage())
                .contains("x??ERROR ?all is lost")
                .doesNotContain("\r", "\n")
                .hasSizeLessThan(600);
        assertThat(refusal.getStackTrace()).isEmpty();
    }

    @Test
    @DisplayName("The parameter of a refusal is never taken from the message")
    void parameter() {
        Refusal refusal = Refusal.of(BadValue.of("target", "must not be negative", -1));
        assertThat(refusal.type().status()).isEqualTo(400);
        assertThat(refusal.json("/")).containsEntry("parameter", "target");
        Refusal untyped = Refusal.of(new IllegalArgumentException("target must not be negative: -1"));
        assertThat(untyped.type().status()).isEqualTo(400);
        assertThat(untyped.json("/")).doesNotContainKey("parameter");
        assertThat(Refusal.of(new StoredCredentialsStay("has an unknown host")).json("/"))
                .containsEntry("parameter", "url");
    }
}
