package dev.sluice.control.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.AccessDenied;
import dev.sluice.access.AuditTrail;
import dev.sluice.access.Guard;
import dev.sluice.access.PoolScope;
import dev.sluice.access.Principal;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.access.Surface;
import dev.sluice.control.GuardedControl;
import dev.sluice.control.PoolManager;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Lease;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Incidents that are constructed on fake time. */
@DisplayName("The diagnosis of a pool")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class DiagnosisTest {

    private static final AcquireRequest FOREVER = AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER);
    private static final Requester OPERATOR = of(Role.OPERATOR);

    private final TestPool test =
            TestPool.started(settings -> settings.minSize(4).maxSize(4));
    private final PoolManager manager = new PoolManager();

    DiagnosisTest() {
        manager.register(test.pool);
    }

    @AfterEach
    void close() {
        manager.unregister(test.pool);
        manager.close();
        test.pool.close(CloseMode.FORCE, Duration.ZERO);
    }

    private static Requester of(Role role) {
        return new Requester(new Principal("ada", Set.of(role), PoolScope.ALL), null, Surface.HTTP);
    }

    private Diagnosis diagnosis() {
        return manager.diagnosis("orders", OPERATOR);
    }

    private void hold(int leases, AcquireRequest request) throws InterruptedException {
        for (int i = 0; i < leases; i++) {
            test.pool.acquire(request);
        }
    }

    private void sample() {
        test.pool.sample();
        test.advance(Duration.ofSeconds(1));
        test.pool.sample();
    }

    @Test
    @DisplayName("finds nothing wrong while no caller waits, however many connections are leased")
    void nothing() throws Exception {
        assertThat(diagnosis().bottleneck()).isEqualTo(Bottleneck.NOTHING_WRONG);
        assertThat(diagnosis().holders()).isEmpty();
        hold(4, FOREVER);
        test.advance(Duration.ofMinutes(5));
        Diagnosis diagnosis = diagnosis();
        assertThat(diagnosis.bottleneck()).isEqualTo(Bottleneck.NOTHING_WRONG);
        assertThat(diagnosis.summary()).contains("4 of 4 connections are leased");
        assertThat(diagnosis.proposals()).isEmpty();
    }

    @Test
    @DisplayName("names the leases that are held too long, their group, and the release of this group alone")
    void held() throws Exception {
        for (int i = 0; i < 20; i++) {
            Lease<Thing> lease = test.acquire();
            test.advance(Duration.ofMillis(50));
            lease.close();
        }
        hold(3, FOREVER.withTag("feature", "it's slow"));
        hold(1, FOREVER.withTag("feature", "checkout"));
        test.advance(Duration.ofSeconds(8));
        test.queue(FOREVER);

        Diagnosis diagnosis = diagnosis();

        assertThat(diagnosis.bottleneck()).isEqualTo(Bottleneck.HELD_TOO_LONG);
        assertThat(diagnosis.summary()).contains("4 of 4 leases are held for 1.0 s or longer (usual: 50 ms)");
        assertThat(diagnosis.holders().get(0).leases()).isEqualTo(3);
        Proposal release = diagnosis.proposals().get(0);
        assertThat(release.operation()).isEqualTo("release");
        assertThat(release.dryRun()).startsWith("would break 3");
        assertThat(release.breaksLeases()).isTrue();
        assertThat(release.command()).isEqualTo("sluice do orders release heldFor=8s 'tag=feature:it'\\''s slow'");
        assertThat(release.curl()).contains("/pools/orders/release?heldFor=8s&tag=feature%3Ait%27s%20slow");
        assertThat(test.inUse()).isEqualTo(4);
    }

    @Test
    @DisplayName("shows a viewer the cause without calls, predictions and dry runs, and a stranger nothing")
    void roles() throws Exception {
        hold(4, FOREVER.withTenant("acme"));
        test.advance(Duration.ofSeconds(8));
        test.queue(FOREVER);
        Requester[] asks = {of(Role.VIEWER)};
        List<Object> trail = new ArrayList<>();
        AuditTrail audit = trail::add;
        GuardedControl control = new GuardedControl(manager, () -> asks[0], new Guard(audit));

        Diagnosis diagnosis = control.diagnosis("orders");

        assertThat(diagnosis.bottleneck()).isEqualTo(Bottleneck.HELD_TOO_LONG);
        assertThat(diagnosis.missing()).contains("need the role operator");
        assertThat(diagnosis.holders()).allMatch(group -> group.frame() == null && group.statement() == null);
        assertThat(diagnosis.proposals().get(0).dryRun()).isNull();
        assertThat(diagnosis.proposals().get(0).parameters()).containsEntry("tenant", "acme");
        assertThat(trail).isEmpty();
        asks[0] = of(Role.AUDITOR);
        assertThatThrownBy(() -> control.diagnosis("orders")).isInstanceOf(AccessDenied.class);
    }

    @Test
    @DisplayName("names the pause and the disabling by an operator, with the operation that ends each")
    void stopped() {
        test.pool.pause(OperationContext.plain());
        assertThat(diagnosis().bottleneck()).isEqualTo(Bottleneck.PAUSED);
        assertThat(diagnosis().proposals().get(0).command()).isEqualTo("sluice do orders resume");
        test.pool.resume(OperationContext.plain());
        test.pool.disable(OperationContext.plain());
        assertThat(diagnosis().bottleneck()).isEqualTo(Bottleneck.DISABLED);
        assertThat(diagnosis().proposals().get(0).operation()).isEqualTo("enable");
    }

    @Test
    @DisplayName("names a rejected password, with the rotation, and never shows or needs the password")
    void password() {
        test.store.kinds = failure -> FailureKind.PASSWORD_REJECTED;
        test.store.onCreate = attempt -> {
            throw new IllegalStateException("password authentication failed");
        };
        test.pool.reset(true, OperationContext.plain());

        Diagnosis diagnosis = diagnosis();

        assertThat(diagnosis.bottleneck()).isEqualTo(Bottleneck.CREATION_FAILING);
        assertThat(diagnosis.summary()).contains("password authentication failed");
        assertThat(diagnosis.proposals().get(0).command())
                .isEqualTo("sluice do orders rotate-credentials password=@FILE");
        assertThat(diagnosis.proposals().get(0).dryRun()).isNull();
        assertThat(diagnosis.proposals().get(0).curl()).contains("--data @FILE");
    }

    @Test
    @DisplayName("names the tenant that has most connections while other tenants wait, with a cap")
    void tenant() throws Exception {
        hold(4, FOREVER.withTenant("acme \"one\""));
        test.queue(FOREVER.withTenant("small"));

        Diagnosis diagnosis = diagnosis();

        assertThat(diagnosis.bottleneck()).isEqualTo(Bottleneck.ONE_TENANT);
        Proposal cap = diagnosis.proposals().get(0);
        assertThat(cap.operation()).isEqualTo("policy");
        assertThat(cap.role()).isEqualTo(Role.ADMIN);
        assertThat(cap.dryRun())
                .startsWith("would set {tenants.acme \"one\".cap=2}; max 4 instead of 4, tenants")
                .contains("wait p99");
        assertThat(manager.diagnosis("orders", of(Role.VIEWER))
                        .proposals()
                        .get(0)
                        .dryRun())
                .isNull();
        assertThat(cap.curl()).contains("{\"tenants\":{\"acme \\\"one\\\"\":{\"cap\":2}}}");
    }

    @Test
    @DisplayName("proposes the smallest size that shortens the waits of short leases, by a replay")
    void tooSmall() throws Exception {
        List<Lease<Thing>> leases = new ArrayList<>(test.acquire(4));
        for (int round = 0; round < 30; round++) {
            Caller<Lease<Thing>> first = test.queue(FOREVER);
            Caller<Lease<Thing>> second = test.queue(FOREVER);
            test.advance(Duration.ofMillis(100));
            leases.remove(0).close();
            leases.remove(0).close();
            leases.add(first.result());
            leases.add(second.result());
        }
        test.queue(FOREVER);

        Diagnosis diagnosis = diagnosis();

        assertThat(diagnosis.bottleneck()).isEqualTo(Bottleneck.POOL_TOO_SMALL);
        assertThat(diagnosis.proposals().get(0).command()).isEqualTo("sluice do orders resize max=6");
        assertThat(diagnosis.proposals().get(0).dryRun()).isNotNull();
        assertThat(manager.diagnosis("orders", of(Role.VIEWER)).bottleneck()).isEqualTo(Bottleneck.UNKNOWN);
        leases.forEach(Lease::close);
    }

    @Test
    @DisplayName("counts callers that were late in the last 30 s, and forgets them afterwards")
    void late() throws Exception {
        hold(4, FOREVER);
        test.pool.sample();
        Caller<Lease<Thing>> late = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofMillis(100)));
        sample();
        assertThat(late.failure()).isNotNull();
        sample();
        assertThat(diagnosis().findings()).contains("1 caller was late in the last 30 s");
        assertThat(diagnosis().bottleneck()).isNotEqualTo(Bottleneck.NOTHING_WRONG);
        for (int i = 0; i < 31; i++) {
            sample();
        }
        assertThat(diagnosis().bottleneck()).isEqualTo(Bottleneck.NOTHING_WRONG);
    }

    @Test
    @DisplayName("takes the first call outside the JDK, frameworks, drivers and generated classes, without its loader")
    void frames() {
        assertThat(ApplicationFrames.DEFAULT.first(List.of(
                        "org.postgresql.core.VisibleBufferedInputStream.read(VisibleBufferedInputStream.java:192)",
                        "java.base@17/java.lang.Thread.run(Thread.java:840)",
                        "app//com.acme.Orders_ClientProxy.find(Unknown Source)",
                        "app//com.acme.Orders$$Lambda/0x00007fb00a0752b0.run(Unknown Source)",
                        "app//com.acme.Orders.find(Orders.java:42)",
                        "app//com.acme.Main.main(Main.java:7)")))
                .isEqualTo("com.acme.Orders.find(Orders.java:42)");
        assertThat(new ApplicationFrames(List.of("com.acme.Orders"))
                        .first(List.of(
                                "org.hibernate.Query.list(Query.java:1)", "com.acme.Orders.find(Orders.java:42)")))
                .isEqualTo("org.hibernate.Query.list(Query.java:1)");
        assertThat(ApplicationFrames.DEFAULT.first(List.of())).isNull();
        assertThat(ApplicationFrames.DEFAULT.first(List.of("java.base/java.lang.Thread.run(Thread.java:840)")))
                .isNull();
    }
}
