package dev.sluice.adapter.rest;

import dev.sluice.pool.operation.OperationName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Examples of answers, for the API's description. */
final class ApiExamples {

    static final String POLICY = """
            {"fairness": "BOUNDED", "overtaking": 64, "aging": "PT1S", "maxWaiters": 200,
             "maxWaitersByLane": {"BACKGROUND": 50}, "enforceCaps": true, "reserved": {"CRITICAL": 1},
             "reservedForNested": 0, "refuseNested": true, "failFast": false,
             "shedding": {"target": "PT0.5S", "interval": "PT5S"},
             "tenants": {"acme": {"floor": 2, "cap": 8, "weight": 2, "burst": 1}},
             "otherTenants": {"floor": 0, "cap": null, "weight": 1, "burst": 0},
             "rateLimit": {"pool": "500/s+50", "byLane": null, "byTenant": "acme:50/s *:10/s", "byTag": null,
                           "mode": "OBSERVE"},
             "tagging": {"count": "feature client", "database": "OFF"},
             "breaker": {"failures": 5, "open": "PT30S", "mode": "ENFORCE"},
             "holdLimit": {"maxHold": "PT30S", "byLane": "background:10m", "idleInTransaction": null,
                           "mode": "WARN"},
             "warmUp": {"size": 15, "parallel": 5, "afterReset": true, "readinessWait": "PT30S",
                        "schedule": "Mon-Fri 08:00=15 | Sat 09:30=5", "zone": "Europe/Berlin"},
             "outage": {"maxWait": "PT0.5S"},
             "creationPace": {"perPool": "5/s+10", "perServer": "20/s+20", "ramp": "PT30S"},
             "checks": null,
             "tenantAffinity": {"keep": "PT10S", "mostKept": 50},
             "adaptiveSize": {"least": 4, "most": 32, "interval": "PT10S", "mode": "OBSERVE"},
             "degradation": {"whenFull": "FAIL_FAST", "enterAt": 0.9, "leaveAt": 0.7, "checks": 3, "interval": "PT1S",
                             "lowestLane": "NORMAL", "mode": "OBSERVE"}}
            """;
    static final String POLICY_PATCH = """
            {"aging": "500ms", "reserved": {"CRITICAL": 2}, "shedding": null,
             "rateLimit": {"pool": "100/s+10"}}
            """;

    static final String WHAT_IF = """
            {"maxSize": 4, "last": "5m", "rules": {"reserved": {"CRITICAL": 1}}}
            """;

    static final String CREATE_POOL = """
            {"name": "reports", "url": "jdbc:postgresql://db.example/reports", "username": "app",
             "secret": "reports", "minSize": 2, "maxSize": 10, "acquisitionTimeout": "2s",
             "admission": {"failFast": true}}
            """;

    private ApiExamples() {}

    static Map<String, @Nullable Object> problem(ProblemType type) {
        Map<String, @Nullable Object> problem = new LinkedHashMap<>();
        problem.put("type", type.uri().toString());
        problem.put("status", type.status());
        problem.put("title", type.title());
        problem.put("detail", type.example());
        problem.put("instance", "/pools/orders");
        if (type == ProblemType.OPERATION_INCOMPLETE) {
            problem.put("pool", "orders");
            problem.put("report", report(OperationName.RESET, 0, "connection refused"));
        }
        return problem;
    }

    static Map<String, @Nullable Object> report(OperationName operation, int created, @Nullable String error) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("id", "op_12_1767225600123456789");
        report.put("operation", operation.text());
        report.put("pool", "orders");
        report.put("dryRun", false);
        report.put("startedAt", "2026-01-01T00:00:00.123456789Z");
        report.put("durationMillis", 12.5);
        report.put("state", "RUNNING");
        report.put("before", 1);
        report.put("after", created);
        report.put("retired", List.of("conn_7_1767225600123456789"));
        report.put("retireOnRelease", List.of());
        report.put("broken", List.of());
        report.put("mayStillRun", List.of());
        report.put("brokenLeases", List.of());
        report.put("wanted", 10);
        report.put("created", created);
        report.put("failed", 10 - created);
        report.put("holders", List.of());
        report.put("complete", error == null);
        report.put("message", error);
        report.put("load", null);
        return report;
    }
}
