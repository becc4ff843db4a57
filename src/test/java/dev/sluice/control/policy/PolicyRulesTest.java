package dev.sluice.control.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Fairness;
import dev.sluice.admission.GateRules;
import dev.sluice.admission.Priority;
import dev.sluice.admission.Shedding;
import dev.sluice.admission.TenantShare;
import dev.sluice.pool.policy.PolicyDeclaration;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.value.ValueSpec;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class PolicyRulesTest {

    /** Nothing in it is as by default. */
    private static final AdmissionPolicy UNUSUAL = AdmissionPolicy.builder()
            .fairness(Fairness.STRICT)
            .overtaking(7)
            .aging(Duration.ofMillis(2500))
            .maxWaiters(100)
            .maxWaitersByLane(Map.of(Priority.LOW, 5, Priority.BACKGROUND, 0))
            .enforceCaps(false)
            .reserved(Map.of(Priority.CRITICAL, 1, Priority.HIGH, 2))
            .reservedForNested(1)
            .refuseNested(false)
            .failFast(true)
            .shedding(new Shedding(Duration.ofMillis(50), Duration.ofSeconds(1)))
            .tenants(Map.of(
                    "acme", new TenantShare(1, 4, 2, 1),
                    "a, \"b\".c\\=", new TenantShare(0, Integer.MAX_VALUE, 1, 0)))
            .otherTenants(new TenantShare(0, 3, 1, 2))
            .build();

    private static AdmissionPolicy changed(AdmissionPolicy policy, String changes) {
        return PolicyRules.of(policy).patchedBy(PolicyRules.ofText(changes)).toPolicy();
    }

    @Test
    @DisplayName("a policy read from its tree and from its text is unchanged")
    void roundTrip() {
        for (AdmissionPolicy policy : List.of(AdmissionPolicy.DEFAULT, UNUSUAL)) {
            PolicyRules rules = PolicyRules.of(policy);
            assertThat(rules.toPolicy()).isEqualTo(policy);
            assertThat(PolicyRules.ofText(rules.toString()).toPolicy()).isEqualTo(policy);
        }
    }

    @Test
    @DisplayName("every rule of a policy can be written: the shown names are the names that are read")
    void complete() {
        assertThat(Stream.concat(names(AdmissionPolicy.class).stream(), names(PoolPolicies.class).stream()))
                .containsExactlyElementsOf(Arrays.stream(PolicyView.class.getRecordComponents())
                        .map(rule -> rule.getName())
                        .toList());
        assertThat(PolicyRules.of(AdmissionPolicy.DEFAULT))
                .hasToString("fairness=BOUNDED, overtaking=64, aging=PT1S, enforce-caps=true,"
                        + " reserved-for-nested=0, refuse-nested=true, fail-fast=false");
    }

    @Test
    @DisplayName("a rule that is not named has its default, or in a change stays unchanged")
    void leftOut() {
        assertThat(PolicyRules.ofText("").toPolicy()).isEqualTo(AdmissionPolicy.DEFAULT);
        assertThat(PolicyRules.ofText("overtaking=7").toPolicy())
                .isEqualTo(AdmissionPolicy.builder().overtaking(7).build());
        assertThat(changed(UNUSUAL, "")).isEqualTo(UNUSUAL);
        assertThat(changed(UNUSUAL, "overtaking=8"))
                .isEqualTo(UNUSUAL.toBuilder().overtaking(8).build());
    }

    @Test
    @DisplayName("a rule without a value has its default again, and so has a group of rules")
    void takenBack() {
        AdmissionPolicy less =
                changed(UNUSUAL, "max-waiters=, reserved.high=; shedding=\ntenants.acme=, other-tenants=");
        assertThat(less.maxWaiters()).isEqualTo(Integer.MAX_VALUE);
        assertThat(less.reserved()).containsExactly(Map.entry(Priority.CRITICAL, 1));
        assertThat(less.shedding()).isNull();
        assertThat(less.tenants()).containsOnlyKeys("a, \"b\".c\\=");
        assertThat(less.otherTenants()).isNull();
        assertThat(less.aging()).isEqualTo(UNUSUAL.aging());
        assertThat(changed(UNUSUAL, "tenants=").tenants()).isEmpty();
    }

    @Test
    @DisplayName("tenants that are added one by one have a bound")
    void boundedTenants() {
        Map<String, Object> tenants = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            tenants.put("tenant-" + i, Map.of());
        }
        AdmissionPolicy full = PolicyRules.ofTree(Map.of("tenants", tenants)).toPolicy();
        assertThat(full.tenants()).hasSize(1000);
        PolicyRules another =
                PolicyRules.of(full).patchedBy(PolicyRules.ofTree(Map.of("tenants", Map.of("one-more", Map.of()))));
        assertThatThrownBy(another::toPolicy)
                .isInstanceOf(BadRule.class)
                .hasMessageContaining("tenants must name at most 1000 tenants: 1001");
    }

    @Test
    @DisplayName("a change is a merge patch (RFC 7396): groups are merged, all else is replaced")
    void mergePatch() {
        Map<String, Object> patch = new HashMap<>();
        patch.put("maxWaiters", null);
        patch.put("reserved", Map.of("LOW", 3));
        patch.put("otherTenants", Map.of());
        AdmissionPolicy merged = PolicyRules.of(changed(UNUSUAL, "other-tenants="))
                .patchedBy(PolicyRules.ofTree(patch))
                .toPolicy();
        assertThat(merged.maxWaiters()).isEqualTo(Integer.MAX_VALUE);
        assertThat(merged.reserved()).isEqualTo(Map.of(Priority.CRITICAL, 1, Priority.HIGH, 2, Priority.LOW, 3));
        assertThat(merged.otherTenants()).isEqualTo(TenantShare.EQUAL);
        assertThat(merged.tenants()).isEqualTo(UNUSUAL.tenants());
    }

    @Test
    @DisplayName("keys are understood as in a configuration and as in JSON, lanes and kinds in any case")
    void spellings() {
        assertThat(changed(AdmissionPolicy.DEFAULT, "max-waiters-by-lane.low=3, fairness=strict"))
                .isEqualTo(changed(AdmissionPolicy.DEFAULT, "maxWaitersByLane.LOW=3,fairness=STRICT,"));
        assertThat(PolicyRules.ofKey(" aging ", " 2s ").toPolicy().aging()).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({
        "1s, PT1S",
        "500ms, PT0.5S",
        "1m30s, PT1M30S",
        "1h, PT1H",
        "2d, PT48H",
        "90, PT1M30S",
        "pt2s, PT2S",
        "1M, PT1M"
    })
    @DisplayName("durations are written as in the rest of a configuration")
    void durations(String text, Duration duration) {
        assertThat(PolicyRules.ofKey("aging", text).toPolicy().aging()).isEqualTo(duration);
    }

    @Test
    @DisplayName("each rule has the name and the default of its declaration, and is refused below its bound")
    void declarations() throws ReflectiveOperationException {
        assertThat(names(PolicyView.class))
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                GateRules.SINGLE.stream().map(ValueSpec::name),
                                GateRules.BY_LANE.stream().map(ValueSpec::name),
                                Stream.of("shedding", "tenants", "otherTenants"),
                                names(PoolPolicies.class).stream())
                        .flatMap(each -> each)
                        .toList());
        assertThat(names(PolicyView.SheddingView.class))
                .isEqualTo(GateRules.SHEDDING.stream().map(ValueSpec::name).toList());
        assertThat(names(PolicyView.ShareView.class))
                .isEqualTo(GateRules.SHARE.stream().map(ValueSpec::name).toList());
        for (ValueSpec<?> rule : GateRules.SINGLE) {
            if (rule.otherwise() != null) {
                assertThat(AdmissionPolicy.class.getMethod(rule.name()).invoke(AdmissionPolicy.DEFAULT))
                        .as(rule.key())
                        .isEqualTo(rule.otherwise())
                        .isEqualTo(rule.type().parse(String.valueOf(rule.shownDefault())));
            }
        }
        for (ValueSpec<Integer> rule : GateRules.SHARE) {
            Object value = TenantShare.class.getMethod(rule.name()).invoke(TenantShare.EQUAL);
            assertThat(value).as(rule.key()).isEqualTo(rule.otherwise() == null ? Integer.MAX_VALUE : rule.otherwise());
        }
        beyond("overtaking", "10001", GateRules.OVERTAKING);
        beyond("max-waiters", "-1", GateRules.MAX_WAITERS);
        beyond("reserved-for-nested", "-1", GateRules.RESERVED_FOR_NESTED);
        beyond("aging", "999us", GateRules.AGING);
        beyond("shedding.target", "0s", GateRules.TARGET);
        beyond("other-tenants.cap", "0", GateRules.CAP);
    }

    @Test
    @DisplayName("a policy with all its rules is unchanged after its tree, its text and a patch of another policy")
    void policies() {
        for (PolicyDeclaration<?> declared : PoolPolicies.DECLARATIONS) {
            StringJoiner text = new StringJoiner(", ");
            declared.rules().forEach(rule -> text.add(declared.key() + "." + rule.key() + "=" + rule.example()));
            PoolRules rules = PolicyRules.ofText(text.toString()).toRules();
            assertThat(rules.policies().values().get(declared.name()))
                    .as(declared.name())
                    .isNotNull();

            assertThat(PolicyRules.of(rules).toRules()).isEqualTo(rules);
            assertThat(PolicyRules.ofText(PolicyRules.of(rules).toString()).toRules())
                    .isEqualTo(rules);
            assertThat(PolicyRules.ofTree(PolicyView.of(rules).tree()).toRules())
                    .isEqualTo(rules);
            PoolRules changed = PolicyRules.of(rules)
                    .patchedBy(PolicyRules.ofText("aging=2s"))
                    .toRules();
            assertThat(changed.policies()).isEqualTo(rules.policies());
            PoolRules off = PolicyRules.of(rules)
                    .patchedBy(PolicyRules.ofKey(declared.key(), ""))
                    .toRules();
            assertThat(off.policies()).isEqualTo(PoolPolicies.NONE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rate-limit.pool=fast | rate-limit.pool must be a rate such as 100/s",
                "rate-limit.mode=OBSERVE | rate-limit.pool is missing",
                "rate-limit.mode=maybe | rate-limit.mode must be one of ENFORCE, OBSERVE",
                "rate-limit.speed=1 | rate-limit.speed is not a rule; there are pool, byLane",
                "rate-limit=100/s | rate-limit must be a group of rules",
                "rate-limits.pool=1/s | rate-limits is not a rule",
                "rate-limit.by-lane=urgent:1/s | rate-limit.by-lane must be rates such as",
                "rate-limit.by-tenant=acme | rate-limit.by-tenant must be rates such as",
                "rate-limit.by-tenant=ac\u0001me:1/s | rate-limit.by-tenant must be rates such as acme:10/s+5 *:2/s,"
                        + " separated by spaces, at most 100, of names of 1 to 100 characters, without control",
                "rate-limit.by-tag=us\u007fer:*:1/s | rate-limit.by-tag must be rates such as",
                "tenants.\"ac\u0001me\".cap=1 | tenants.\"(not shown)\" is no name of a tenant, which must be a name of"
                        + " 1 to 100 characters, not blank, without control characters",
                "rate-limit.by-tag=user:1/s | rate-limit.by-tag must be rates such as",
                "tagging.count=user! | tagging.count must be at most 20 keys of tags",
                "tagging.count=a b c d e f g h i j k l m n o p q r s t u | tagging.count must be at most 20 keys",
                "tagging.database=COMMENT | tagging.database must be one of OFF, APPLICATION_NAME",
                "tagging.database=true | tagging.database must be one of OFF, APPLICATION_NAME",
                "tagging.keys=a | tagging.keys is not a rule; there are count, database",
                "tagging=feature | tagging must be a group of rules",
                "breaker.failures=0 | breaker.failures must be a whole number from 1 to 1000: '0'",
                "breaker.failures=1001 | breaker.failures must be a whole number from 1 to 1000",
                "breaker.failures=five | breaker.failures must be a whole number",
                "breaker.open=0s | breaker.open must be a duration from 100 ms to 1 h",
                "breaker.open=2h | breaker.open must be a duration from 100 ms to 1 h",
                "breaker.open=-30s | breaker.open must be a duration",
                "breaker.mode=half | breaker.mode must be one of ENFORCE, OBSERVE",
                "breaker.probes=2 | breaker.probes is not a rule; there are failures, open, mode",
                "breaker=on | breaker must be a group of rules",
                "hold-limit.max-hold=10ms | hold-limit.max-hold must be a duration from 100 ms",
                "hold-limit.max-hold=long | hold-limit.max-hold must be a duration from 100 ms",
                "hold-limit.idle-in-transaction=0s | hold-limit.idle-in-transaction must be a duration from 100 ms",
                "hold-limit.by-lane=urgent:1s | hold-limit.by-lane must be durations by name",
                "hold-limit.by-lane=low:1s low:2s | hold-limit.by-lane must be durations by name",
                "hold-limit.by-lane=low | hold-limit.by-lane must be durations by name",
                "hold-limit.mode=ENFORCE | hold-limit.mode must be one of OBSERVE, WARN, END",
                "hold-limit.mode=END | hold-limit.max-hold is missing",
                "warm-up.parallel=5 | warm-up.size is missing: give at least one of size and schedule",
                "warm-up.size=0 | warm-up.size must be a whole number from 1 to 10000",
                "warm-up.size=15; warm-up.parallel=1001 | warm-up.parallel must be a whole number from 1 to 1000",
                "warm-up.size=15; warm-up.after-reset=yes | warm-up.after-reset must be true or false",
                "warm-up.size=15; warm-up.readiness-wait=2h | warm-up.readiness-wait must be a duration from 0 s to 1 h",
                "warm-up.schedule=08:00=15 | warm-up.schedule must be times such as Mon-Fri 08:00=15",
                "warm-up.schedule=Mon 25:00=15 | warm-up.schedule must be times such as",
                "warm-up.size=1; warm-up.zone=Berlin | warm-up.zone must be the name of a time zone",
                "warm-up.size=1; warm-up.when=now | warm-up.when is not a rule; there are size, parallel",
                "outage.max-wait=-1s | outage.max-wait must be a duration from 0 s to 1 h",
                "outage.max-wait=61m | outage.max-wait must be a duration",
                "outage.max-wait=soon | outage.max-wait must be a duration",
                "outage.max-wait=none | outage.max-wait must be a duration",
                "outage.wait=1s | outage.wait is not a rule; there are maxWait",
                "outage=1s | outage must be a group of rules",
                "creation-pace.ramp=10s | creation-pace.per-pool is missing: give at least one of per-pool and per-server",
                "creation-pace.per-pool=0/s | creation-pace.per-pool must be a rate such as 100/s",
                "creation-pace.per-pool=5 | creation-pace.per-pool must be a rate",
                "creation-pace.per-server=20/d | creation-pace.per-server must be a rate",
                "creation-pace.per-pool=5/s; creation-pace.ramp=2h | creation-pace.ramp must be a duration from 0 s to 1 h",
                "creation-pace.per-pool=5/s; creation-pace.ramp=-1s | creation-pace.ramp must be a duration",
                "creation-pace.per-lane=5/s | creation-pace.per-lane is not a rule; there are perPool, perServer, ramp",
                "creation-pace=5/s | creation-pace must be a group of rules",
                "checks.limit=1s | checks.names is missing: give the names of checks",
                "checks.names=a a | checks.names must be at most 20 different names",
                "checks.names='a' | checks.names must be at most 20 different names",
                "checks.names=a; checks.limit=0s | checks.limit must be a duration from 10 ms to 5 m",
                "checks.names=a; checks.when=always | checks.when must be some of acquire return background first",
                "checks.names=a; checks.when=acquire+return | checks.when must be some of acquire return",
                "checks.names=a; checks.order=1 | checks.order is not a rule; there are names, limit, when",
                "tenant-affinity.keep=0s | tenant-affinity.keep must be a duration from 100 ms to 1 h",
                "tenant-affinity.keep=2h | tenant-affinity.keep must be a duration from 100 ms to 1 h",
                "tenant-affinity.keep=always | tenant-affinity.keep must be a duration",
                "tenant-affinity.most-kept=0 | tenant-affinity.most-kept must be a whole number from 1 to 100",
                "tenant-affinity.most-kept=101 | tenant-affinity.most-kept must be a whole number from 1 to 100",
                "tenant-affinity.most-kept=50% | tenant-affinity.most-kept must be a whole number",
                "tenant-affinity.mode=OBSERVE | tenant-affinity.mode is not a rule; there are keep, mostKept",
                "tenant-affinity=on | tenant-affinity must be a group of rules",
                "adaptive-size.least=2 | adaptive-size.most is missing: give the largest maximum",
                "adaptive-size.most=0 | adaptive-size.most must be a whole number from 1 to 10000",
                "adaptive-size.most=many | adaptive-size.most must be a whole number",
                "adaptive-size.least=0; adaptive-size.most=9 | adaptive-size.least must be a whole number from 1",
                "adaptive-size.least=10; adaptive-size.most=9 | adaptive-size.least must not exceed most (9): 10",
                "adaptive-size.most=9; adaptive-size.interval=10ms | adaptive-size.interval must be a duration from 100 ms",
                "adaptive-size.most=9; adaptive-size.mode=on | adaptive-size.mode must be one of ENFORCE, OBSERVE",
                "adaptive-size.max=9 | adaptive-size.max is not a rule; there are least, most, interval, mode",
                "adaptive-size=9 | adaptive-size must be a group of rules",
                "degradation.when-full=QUEUE | degradation.when-full must be one of WAIT, FAIL_FAST, FALLBACK",
                "degradation.enter-at=1.5 | degradation.enter-at must be a number from 0 to 1",
                "degradation.enter-at=90% | degradation.enter-at must be a number from 0 to 1",
                "degradation.leave-at=0.9 | degradation.leave-at must be below enter-at (0.9): 0.9",
                "degradation.enter-at=0.5 | degradation.leave-at must be below enter-at (0.5): 0.7",
                "degradation.checks=0 | degradation.checks must be a whole number from 1 to 1000",
                "degradation.interval=1ms | degradation.interval must be a duration from 100 ms to 1 h",
                "degradation.lowest-lane=CRITICAL | degradation.lowest-lane must not be above HIGH",
                "degradation.lowest-lane=urgent | degradation.lowest-lane must be one of CRITICAL, HIGH",
                "degradation.mode=on | degradation.mode must be one of ENFORCE, OBSERVE",
                "degradation.fallback=x | degradation.fallback is not a rule; there are whenFull, enterAt",
                "degradation=on | degradation must be a group of rules"
            })
    @DisplayName("a bad policy is refused with its key and the reason")
    void badPolicies(String text, String refusal) {
        assertThatThrownBy(() -> PolicyRules.ofText(text).toRules())
                .isInstanceOf(BadRule.class)
                .hasMessageStartingWith(refusal);
    }

    private static void beyond(String key, String text, ValueSpec<?> rule) {
        assertThatThrownBy(() -> PolicyRules.ofKey(key, text).toPolicy())
                .isInstanceOf(BadRule.class)
                .hasMessage(key + " " + rule.type().rule() + ": '" + text + "'");
    }

    private static List<String> names(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    agin=1s                     | agin is not a rule; there are fairness, overtaking, aging,
                    agin=                       | agin is not a rule
                    tenants.acme.ceiling=1      | tenants.acme.ceiling is not a rule; there are floor, cap, weight, burst
                    aging.of=1s                 | aging must be a duration from 1 ms to 36500 days, such as 500ms, 30s, 1h30m or PT10M: a group of rules
                    aging=soon                  | aging must be a duration from 1 ms to 36500 days, such as 500ms, 30s, 1h30m or PT10M: 'soon'
                    aging=-1s                   | aging must be a duration from 1 ms to 36500 days, such as 500ms, 30s, 1h30m or PT10M: '-1s'
                    aging=99999999d             | aging must be a duration from 1 ms to 36500 days, such as 500ms, 30s, 1h30m or PT10M: '99999999d'
                    aging=PT9999999999999999H   | aging must be a duration
                    fairness=fair               | fairness must be one of STRICT, BOUNDED: 'fair'
                    fail-fast=yes               | fail-fast must be true or false: 'yes'
                    overtaking=1.5              | overtaking must be a whole number from 0 to 10000: '1.5'
                    overtaking=9999999999       | overtaking must be a whole number from 0 to 10000: '9999999999'
                    overtaking=10001            | overtaking must be a whole number from 0 to 10000: '10001'
                    max-waiters=-1              | max-waiters must be a whole number, at least 0: '-1'
                    max-waiters-by-lane.low=-1  | max-waiters-by-lane.low must be a whole number, at least 0: '-1'
                    max-waiters-by-lane.idle=1  | max-waiters-by-lane.idle is of no lane; the lanes are CRITICAL,
                    reserved=3                  | reserved must be a group of rules: '3'
                    reserved.high=-2            | reserved.high must be a whole number, at least 0: '-2'
                    shedding.target=1s          | shedding.interval is missing
                    shedding.interval=1s        | shedding.target is missing
                    shedding.target=2s, shedding.interval=1s | shedding.target must be below the interval 1 s: 2 s
                    tenants.acme.cap=0          | tenants.acme.cap must be a whole number, at least 1: '0'
                    tenants."a b".weight=0      | tenants."a b".weight must be a whole number, at least 1: '0'
                    tenants.acme.floor=2, tenants.acme.cap=1 | tenants.acme.floor must not exceed cap (1): 2
                    tenants." ".cap=1           | tenants." " is no name of a tenant
                    other-tenants.burst=-1      | other-tenants.burst must be a whole number, at least 0: '-1'
                    aging=1s, aging=2s          | aging is given twice
                    tenants=, tenants.acme.cap=1 | tenants.acme.cap is given twice, or together with its group
                    """)
    @DisplayName("a rule that makes no sense is refused with its key and value, and none of the others is taken")
    void refused(String text, String words) {
        assertThatThrownBy(() -> changed(
                        UNUSUAL.toBuilder()
                                .shedding(null)
                                .otherTenants(null)
                                .tenants(Map.of())
                                .build(),
                        "reserved-for-nested=2, " + text))
                .isInstanceOf(BadRule.class)
                .hasMessageStartingWith(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"aging", "aging 1s", "aging=1s, overtaking", "=1", "..=1", "a..b=1", "\"=1", ".a=1", "a.=1"})
    @DisplayName("a text that is not made of keys and values is refused")
    void unreadable(String text) {
        assertThatThrownBy(() -> PolicyRules.ofText(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("any text of any length is read or refused")
    @Timeout(30)
    void anyLength() {
        for (String piece : List.of("a", "\"", "\\", ".", "=", ",", "\"\\\"", "a.", "a=b,", " ")) {
            try {
                PolicyRules.ofText(piece.repeat(100_000)).toPolicy();
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageNotContaining("Exception");
            }
        }
    }
}
