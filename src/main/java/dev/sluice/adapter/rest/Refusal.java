package dev.sluice.adapter.rest;

import dev.sluice.access.AccessDenied;
import dev.sluice.batch.control.BadOrder;
import dev.sluice.control.policy.BadRule;
import dev.sluice.pool.failure.AcquireCancelled;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CircuitOpen;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.GetTimeout;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolDisabled;
import dev.sluice.pool.failure.PoolException;
import dev.sluice.pool.failure.PoolExists;
import dev.sluice.pool.failure.PoolFactoryException;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.failure.RateLimited;
import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.failure.StoredCredentialsStay;
import dev.sluice.pool.failure.TargetNotAllowed;
import dev.sluice.pool.failure.TooManyPools;
import dev.sluice.pool.failure.UnknownPool;
import dev.sluice.pool.failure.UnknownTenant;
import dev.sluice.pool.failure.Unsupported;
import dev.sluice.pool.failure.WrongState;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.value.BadValue;
import dev.sluice.value.GivenText;
import dev.sluice.value.Plural;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as problem details (RFC 9457). A refusal has no stack trace, because it concerns the request, not a fault of
 * the service. Immutable.
 */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final Map<Class<? extends PoolException>, ProblemType> TYPES = Map.ofEntries(
            Map.entry(UnknownPool.class, ProblemType.UNKNOWN_POOL),
            Map.entry(OperationInProgress.class, ProblemType.OPERATION_IN_PROGRESS),
            Map.entry(PoolClosed.class, ProblemType.POOL_CLOSED),
            Map.entry(WrongState.class, ProblemType.WRONG_STATE),
            Map.entry(Unsupported.class, ProblemType.UNSUPPORTED),
            Map.entry(PoolDisabled.class, ProblemType.POOL_DISABLED),
            Map.entry(UnknownTenant.class, ProblemType.UNKNOWN_TENANT),
            Map.entry(PoolSaturated.class, ProblemType.POOL_SATURATED),
            Map.entry(RateLimited.class, ProblemType.RATE_LIMITED),
            Map.entry(CircuitOpen.class, ProblemType.CIRCUIT_OPEN),
            Map.entry(AcquireTimeout.class, ProblemType.ACQUIRE_TIMEOUT),
            Map.entry(GetTimeout.class, ProblemType.ACQUIRE_TIMEOUT),
            Map.entry(AcquireCancelled.class, ProblemType.ACQUIRE_TIMEOUT),
            Map.entry(CreationFailed.class, ProblemType.CREATION_FAILED),
            Map.entry(PoolFactoryException.class, ProblemType.CREATION_FAILED),
            Map.entry(PoolExists.class, ProblemType.POOL_EXISTS),
            Map.entry(TooManyPools.class, ProblemType.TOO_MANY_POOLS));

    private final ProblemType type;
    private final transient Map<String, Object> members;
    private final transient Map<String, String> headers;

    private Refusal(ProblemType type, @Nullable String detail) {
        this(type, Redacted.text(detail), Map.of(), headersOf(type));
    }

    private Refusal(
            ProblemType type, @Nullable String shown, Map<String, Object> members, Map<String, String> headers) {
        super(shown, null, false, false);
        this.type = type;
        this.members = members;
        this.headers = headers;
    }

    private static Map<String, String> headersOf(ProblemType type) {
        int seconds = type.retryAfterSeconds();
        return seconds == 0 ? Map.of() : Map.of(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
    }

    private static <V> Map<String, V> and(Map<String, V> values, String name, V value) {
        Map<String, V> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return more;
    }

    private Refusal with(String member, @Nullable Object value) {
        return value == null ? this : new Refusal(type, getMessage(), and(members, member, value), headers);
    }

    private Refusal withHeader(String name, String value) {
        return new Refusal(type, getMessage(), members, and(headers, name, value));
    }

    ProblemType type() {
        return type;
    }

    /** Returns the headers of the answer. */
    Map<String, String> headers() {
        return headers;
    }

    /** Returns the report of an incomplete operation, or null. */
    @Nullable
    OperationReport report() {
        return members.get("report") instanceof OperationReport report ? report : null;
    }

    /** Returns the members of the JSON object in their order. */
    Map<String, Object> json(String instance) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type.uri().toString());
        json.put("status", type.status());
        json.put("title", type.title());
        if (getMessage() != null) {
            json.put("detail", getMessage());
        }
        json.put("instance", instance);
        json.putAll(members);
        return json;
    }

    /** Creates a refusal of a type, with its reason. */
    static Refusal of(ProblemType type, String detail) {
        return new Refusal(type, detail);
    }

    /** Returns the refusal of an invalid or unknown parameter. */
    static Refusal parameter(ProblemType type, String parameter, String detail) {
        return new Refusal(type, detail).with("parameter", Redacted.text(parameter));
    }

    /** Returns the refusal of a parameter or a field that the request does not have. */
    static Refusal unknownParameter(String name, List<String> known) {
        String names = known.isEmpty() ? "none" : String.join(", ", known);
        String shown = GivenText.name(name);
        return parameter(
                ProblemType.UNKNOWN_PARAMETER, shown, "there is no parameter '" + shown + "' here; known: " + names);
    }

    /** Returns the refusal of a method that a path does not take. */
    static Refusal notAllowed(String methods) {
        return new Refusal(ProblemType.METHOD_NOT_ALLOWED, "this path takes " + methods)
                .withHeader(HttpHeaders.ALLOW, methods);
    }

    /** Returns the refusal of a request without the right token. */
    static Refusal unauthorised(String challenge, String detail) {
        return new Refusal(ProblemType.TOKEN_REQUIRED, detail).withHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
    }

    /** Returns the refusal of a request without the needed role: 401 if it has no credentials, otherwise 403. */
    static Refusal of(AccessDenied e) {
        String why = String.valueOf(e.getMessage());
        return e.isAnonymous()
                ? unauthorised("Bearer realm=\"sluice\"", why + ": send 'Authorization: Bearer <token>'")
                : new Refusal(ProblemType.NOT_PERMITTED, why);
    }

    /** Returns the refusal for a failure of a pool. */
    static Refusal of(PoolException e) {
        ProblemType type = e instanceof ReleaseRefused refused
                ? typeOf(refused)
                : TYPES.getOrDefault(e.getClass(), ProblemType.POOL_UNAVAILABLE);
        Refusal refusal = new Refusal(type, e.getMessage()).with("pool", Redacted.text(e.pool()));
        Duration wait = retryAfter(e);
        if (wait != null) {
            long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
            return refusal.withHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        }
        if (e instanceof OperationInProgress running) {
            return refusal.with("operation", running.id());
        }
        return type == ProblemType.CONNECTION_MISSING ? refusal.with("parameter", "connection") : refusal;
    }

    private static @Nullable Duration retryAfter(PoolException e) {
        if (e instanceof RateLimited limited) {
            return limited.retryAfter();
        }
        return e instanceof CircuitOpen open ? open.retryAfter() : null;
    }

    /** Returns the refusal of a value. Names the parameter if the exception does; the message is not read for it. */
    static Refusal of(IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof BadValue bad) {
            return parameter(typeOf(bad), bad.name(), message);
        }
        return of(ProblemType.BAD_PARAMETER, message);
    }

    /** Returns the refusal of an invalid rule of a policy, with its name in the request's JSON. */
    static Refusal of(BadRule e) {
        String key = e.key().inJson();
        return new Refusal(ProblemType.BAD_POLICY, key + " " + e.problem()).with("rule", Redacted.text(key));
    }

    /** Returns the refusal of an order, or of an unknown batch. */
    static Refusal of(BadOrder e) {
        ProblemType type = ProblemType.BAD_BATCH;
        if (e instanceof BadOrder.NotAllowed) {
            type = ProblemType.SQL_NOT_TAKEN;
        } else if (e instanceof BadOrder.Unknown) {
            type = ProblemType.UNKNOWN_BATCH;
        } else if (e instanceof BadOrder.WrongMoment) {
            type = ProblemType.BATCH_STATE;
        } else if (e instanceof BadOrder.TooMany) {
            type = ProblemType.TOO_MANY_BATCHES;
        }
        return of(type, String.valueOf(e.getMessage()));
    }

    /** Returns the problem of an incomplete operation, with its report. */
    static Refusal incomplete(OperationReport report) {
        String detail = report.operation()
                + (report.wanted() == 0
                        ? " is not complete: "
                        : " created " + report.created() + " of " + Plural.of(report.wanted(), "connection") + ": ")
                + report.message();
        return new Refusal(ProblemType.OPERATION_INCOMPLETE, detail)
                .with("pool", report.pool())
                .with("report", report);
    }

    private static ProblemType typeOf(BadValue bad) {
        if (bad instanceof StoredCredentialsStay) {
            return ProblemType.STORED_CREDENTIALS;
        }
        return bad instanceof TargetNotAllowed ? ProblemType.TARGET_NOT_ALLOWED : ProblemType.BAD_PARAMETER;
    }

    private static ProblemType typeOf(ReleaseRefused refused) {
        return switch (refused.reason()) {
            case NULL -> ProblemType.CONNECTION_MISSING;
            case NOTHING_SELECTED -> ProblemType.NOTHING_SELECTED;
            case UNKNOWN -> ProblemType.UNKNOWN_CONNECTION;
            case NOT_IN_USE -> ProblemType.CONNECTION_NOT_IN_USE;
        };
    }
}
