package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.access.AccessDenied;
import dev.sluice.access.AuditEvent;
import dev.sluice.access.AuditTrail;
import dev.sluice.access.Guard;
import dev.sluice.access.PoolScope;
import dev.sluice.access.Principal;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.access.Surface;
import dev.sluice.audit.AuditLimits;
import dev.sluice.audit.AuditListener;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.AuditReading;
import dev.sluice.testing.FakeTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("GET /audit")
@Tag("fast")
class AuditResourceTest implements AuditListener {

    private static final Requester ADA = new Requester(Principal.of("ada", Role.OPERATOR), "192.0.2.7", Surface.HTTP);
    private static final Principal AUDITOR = Principal.of("max", Role.AUDITOR);

    @TempDir
    Path home;

    private final FakeTime time = new FakeTime();
    private AuditLog log;

    @Override
    public void written(String line) {}

    @Override
    public void lost(String why) {}

    @Override
    public void damaged(String description) {}

    @BeforeEach
    void fill() {
        log = new AuditLog(home, AuditLimits.DEFAULT, time, this);
        for (int i = 1; i <= 5; i++) {
            AuditEvent begun = AuditEvent.begun(
                    ADA.claiming("bob"), i == 3 ? "resize" : "reset", "orders", "op_" + i, Map.of("max", "20"));
            log.write(begun);
            time.advance(Duration.ofSeconds(1));
        }
    }

    @AfterEach
    void close() {
        log.close();
    }

    private AuditEntries read(Principal principal, Consumer<AuditQuery> parameters) {
        AuditQuery query = new AuditQuery();
        parameters.accept(query);
        return resource(Optional.of(new AuditReading(home)), principal).auditLog(query);
    }

    private static AuditResource resource(Optional<AuditReading> reading, Principal principal) {
        Requester requester = new Requester(principal, "192.0.2.9", Surface.HTTP);
        return new AuditResource(reading, () -> requester, new Guard(AuditTrail.NONE), new ObjectMapper());
    }

    private static List<Long> numbers(AuditEntries entries) {
        return entries.entries().stream().map(AuditEntry::number).toList();
    }

    @Test
    @DisplayName("returns the newest lines with all fields, and the older ones page by page")
    void pages() {
        AuditEntries first = read(AUDITOR, query -> query.limit = "2");
        assertThat(numbers(first)).containsExactly(5L, 4L);
        assertThat(first.more()).isTrue();
        AuditEntry newest = first.entries().get(0);
        assertThat(newest)
                .extracting(AuditEntry::who, AuditEntry::claim, AuditEntry::role, AuditEntry::by, AuditEntry::address)
                .containsExactly("ada", "bob", "operator", "application", "192.0.2.7");
        assertThat(newest)
                .extracting(AuditEntry::operation, AuditEntry::target, AuditEntry::operationId, AuditEntry::outcome)
                .containsExactly("reset", "orders", "op_5", "begun");
        assertThat(newest.parameters()).isEqualTo(Map.of("max", "20"));

        AuditEntries last = read(AUDITOR, query -> query.before = first.next());
        assertThat(first.next()).isEqualTo("4-1");
        assertThat(numbers(last)).containsExactly(3L, 2L, 1L);
        assertThat(last.next()).isNull();
        assertThat(last.more()).isFalse();
    }

    @Test
    @DisplayName("selects lines by time, principal, operation, target and outcome")
    void filters() {
        assertThat(numbers(read(AUDITOR, query -> query.operation = "resize"))).containsExactly(3L);
        assertThat(numbers(read(AUDITOR, query -> query.since = "2026-01-01T01:00:04+01:00")))
                .containsExactly(5L);
        assertThat(numbers(read(AUDITOR, query -> query.until = "2026-01-01T00:00:01Z")))
                .containsExactly(1L);
        assertThat(numbers(read(AUDITOR, query -> query.principal = "eve"))).isEmpty();
        assertThat(numbers(read(AUDITOR, query -> query.target = "billing"))).isEmpty();
        assertThat(numbers(read(AUDITOR, query -> query.outcome = "denied"))).isEmpty();
        assertThat(numbers(read(AUDITOR, query -> query.outcome = "begun"))).hasSize(5);
    }

    @Test
    @DisplayName("has changes and denials in the order of time, with their kind, by which they are selected")
    void kinds() {
        log.write(AuditEvent.denied(ADA, "create-pool", "orders", "this needs the role admin"));
        time.advance(Duration.ofSeconds(1));
        log.write(AuditEvent.begun(ADA, "fill", "orders", "op_9", Map.of()));
        log.close(); // after the denial, which nobody waits for

        assertThat(read(AUDITOR, query -> query.limit = "3").entries())
                .extracting(AuditEntry::kind, AuditEntry::number)
                .containsExactly(tuple("change", 6L), tuple("denial", 1L), tuple("change", 5L));
        assertThat(numbers(read(AUDITOR, query -> query.kind = "denial"))).containsExactly(1L);
        assertThat(numbers(read(AUDITOR, query -> query.kind = "change"))).hasSize(6);
        assertThat(numbers(read(AUDITOR, query -> query.outcome = "denied"))).containsExactly(1L);
    }

    @Test
    @DisplayName("refuses a wrong parameter, with the rule")
    void wrongParameters() {
        assertRefused(query -> query.since = "yesterday", "since must be a time with its offset");
        assertRefused(query -> query.until = "2026-01-01", "until must be a time with its offset");
        assertRefused(query -> query.outcome = "ok", "outcome must be one of begun");
        assertRefused(query -> query.kind = "denied", "kind must be one of change");
        assertRefused(query -> query.limit = "0", "limit must be a whole number from 1 to 1000");
        assertRefused(query -> query.before = "12", "before must be the value of 'next'");
        assertRefused(query -> query.principal = "x".repeat(1001), "principal must");
    }

    private void assertRefused(Consumer<AuditQuery> parameters, String rule) {
        assertThatThrownBy(() -> read(AUDITOR, parameters))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.BAD_PARAMETER))
                .hasMessageContaining(rule);
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"VIEWER", "OPERATOR", "ADMIN"})
    @DisplayName("is for auditors only: no other role includes it")
    void otherRoles(Role role) {
        assertThatThrownBy(() -> read(Principal.of("ada", role), query -> {}))
                .isInstanceOf(AccessDenied.class)
                .hasMessageContaining("auditor");
    }

    @Test
    @DisplayName("is for auditors of all pools, because the log has the lines of all")
    void limitedAuditor() {
        Principal limited = new Principal("max", Set.of(Role.AUDITOR), PoolScope.of(List.of("orders")));
        assertThatThrownBy(() -> read(limited, query -> {}))
                .isInstanceOf(AccessDenied.class)
                .hasMessageContaining("all pools");
    }

    @Test
    @DisplayName("shows a line whose fields were replaced as damaged, and the others")
    void damagedLine() throws IOException {
        Files.writeString(
                home.resolve("audit.jsonl"), "{\"number\":6,\"parameters\":[1]}\n", StandardOpenOption.APPEND);
        AuditEntries entries = read(AUDITOR, query -> {});
        assertThat(numbers(entries)).containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
        assertThat(entries.entries().get(0).reason()).isEqualTo("damaged line");
    }

    @Test
    @DisplayName("answers 404 without an audit log, and 503 while its files cannot be read")
    void missing() throws IOException {
        assertThatThrownBy(() -> resource(Optional.empty(), AUDITOR).auditLog(new AuditQuery()))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.type().status()).isEqualTo(404))
                .hasMessageContaining("sluice.audit.directory");
        Path file = Files.writeString(home.resolve("file"), "");
        AuditResource unreadable = resource(Optional.of(new AuditReading(file)), AUDITOR);
        assertThatThrownBy(() -> unreadable.auditLog(new AuditQuery()))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.type().status()).isEqualTo(503));
    }
}
