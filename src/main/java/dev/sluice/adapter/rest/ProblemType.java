package dev.sluice.adapter.rest;

import java.net.URI;
import java.util.Locale;

/** The kinds of refusals, as clients and the API's description see them. */
enum ProblemType {
    BAD_PARAMETER(400, "Bad parameter", "force must be true or false: 'yes'"),
    UNKNOWN_PARAMETER(400, "Unknown parameter", "there is no parameter 'forse' here; known: force"),
    BAD_POLICY(400, "Bad policy", "maxWaiters must not be negative: -1"),
    MALFORMED_REQUEST(400, "Malformed request", "the path or the headers of the request are malformed or too long"),
    MALFORMED_BODY(
            400,
            "Malformed body",
            "the body must be a JSON object with the rules: it ends too early (line 1, column 12)"),
    BAD_BATCH(400, "Bad batch", "column 'email' is missing; the file has: id, name"),
    STORED_CREDENTIALS(
            400,
            "Stored credentials stay here",
            "url has the host db.example:5432, which the configuration does not name for the stored credentials"),
    TARGET_NOT_ALLOWED(
            400,
            "Target not allowed",
            "url has the host db.example:5432, where the configuration has no database of this kind; add it to"
                    + " sluice.targets.allow"),
    CONNECTION_MISSING(400, "No connection named", "pool 'orders': release refused: no connection was given"),
    NOTHING_SELECTED(
            400,
            "No lease selected",
            "pool 'orders': release refused: no lease is selected; give at least one of connection, heldFor, tag, tenant"
                    + " and holder"),
    UNKNOWN_TENANT(400, "Unknown tenant", "pool 'orders': tenant 'acme' has no share"),
    TOKEN_REQUIRED(
            401,
            "Credentials required",
            "this needs the role viewer, and the request has no credentials: send 'Authorization: Bearer <token>'"),
    NOT_PERMITTED(403, "Not permitted", "this needs the role operator; ada has viewer"),
    CROSS_SITE(403, "Cross-site request", "a page of 'https://elsewhere.example' may not do this"),
    SQL_NOT_TAKEN(
            403,
            "Statements not allowed",
            "requests must not contain statements or queries; sluice.batch.sql=true allows them"),
    UNKNOWN_PATH(404, "Unknown path", "this service has no such path"),
    METHOD_NOT_ALLOWED(405, "Method not allowed", "this path takes GET, HEAD, OPTIONS"),
    NOT_ACCEPTABLE(406, "Not acceptable", "this path does not answer with a type that the Accept header names"),
    UNKNOWN_POOL(404, "Unknown pool", "no pool 'orders'"),
    UNKNOWN_CONNECTION(
            404,
            "Unknown connection",
            "pool 'orders': release of conn_7_1767225600123456789 refused: the pool has no connection of this name"),
    UNKNOWN_OPERATION(404, "Unknown operation", "no operation 'op_12_1767225600123456789'"),
    NO_AUDIT_LOG(404, "No audit log", "there is no audit log: set sluice.audit.directory"),
    UNKNOWN_BATCH(404, "Unknown batch", "no batch 'batch-7'"),
    CONNECTION_NOT_IN_USE(
            409,
            "Connection not in use",
            "pool 'orders': release of conn_7_1767225600123456789 refused: the connection is not in use"),
    OPERATION_IN_PROGRESS(409, "Operation in progress", "reset refused: renew is in progress on pool 'orders'"),
    WRONG_STATE(409, "Wrong state", "resume refused: pool 'orders' is disabled; enable it first"),
    UNSUPPORTED(409, "Not for this pool", "switch-endpoint refused: pool 'orders' has no endpoint that could change"),
    OPERATION_ENDED(409, "Operation has ended", "operation 'op_12_1767225600123456789' has ended: SUCCEEDED"),
    POOL_EXISTS(409, "Pool exists", "there is a pool 'orders' already"),
    TOO_MANY_POOLS(
            409,
            "Too many pools",
            "pool 'orders' is not created: there are 200 pools, the maximum (sluice.max-pools); delete a pool first"),
    POOL_CLOSED(409, "Pool closed", "pool 'orders' is closed"),
    BATCH_STATE(409, "Batch in wrong state", "batch-7 has not ended"),
    BODY_TOO_SLOW(408, "Body too slow", "the body was not complete within 10000 ms: 17 bytes were received"),
    BODY_TOO_LARGE(413, "Body too large", "the body may have 65536 bytes at most"),
    BODY_NOT_TAKEN(
            415, "Body not accepted", "parameters belong in the query, as in ?force=true; this path reads no body"),
    CONTENT_TYPE(415, "Content type not accepted", "this path does not accept a body of this Content-Type"),
    BODY_TYPE(415, "No such media type", "the Content-Type of the request is not a media type"),
    FOREIGN_HOST(
            421,
            "Foreign host",
            "this service is not the host 'evil.example'; use localhost or 127.0.0.1, or add the name of the service to"
                    + " sluice.http.hosts"),
    KEY_REUSED(
            422,
            "Idempotency key reused",
            "this Idempotency-Key was used for op_12_1767225600123456789, a different request"),
    OPERATION_INCOMPLETE(503, "Operation incomplete", "reset created 0 of 10 connections: connection refused"),
    TOO_MANY_BATCHES(503, "Too many batches", 5, "4 batches are running, the maximum"),
    OPERATION_NOT_BEGUN(
            503,
            "Operation not begun",
            5,
            "renew on pool 'orders' was not begun: 32 operations run and 100 wait, the maximum"),
    TOO_MANY_LOGINS(429, "Too many logins", 1, "this address or name is locked after failed logins; try again in 1 s"),
    RATE_LIMITED(429, "Rate limited", 1, "pool 'orders': rate limit of the tenant acme: 10/s+5; try again in 100 ms"),
    AUDIT_UNAVAILABLE(
            503,
            "Audit log unavailable",
            30,
            "the audit log cannot be written, so no change is made; its directory is the value of"
                    + " sluice.audit.directory"),
    TOO_BUSY(503, "Too busy", 5, "clients have left 9437184 bytes of answers unread, which is too much"),
    POOL_DISABLED(503, "Pool disabled", 5, "pool 'orders' is disabled by an operator"),
    POOL_SATURATED(
            503,
            "Pool saturated",
            1,
            "pool 'orders': no lease within 10 ms (max 20, leased 20, waiting 0); the pool is full, and waits shorter than"
                    + " 50 ms are refused"),
    ACQUIRE_TIMEOUT(503, "No connection in time", 1, "pool 'orders': no lease within 5 s (max 20, leased 20)"),
    CREATION_FAILED(
            503,
            "Cannot connect",
            5,
            "pool 'orders': no lease within 5 s (max 20, leased 0, waiting 3); cannot connect: connection refused"),
    CIRCUIT_OPEN(
            503,
            "Circuit open",
            1,
            "pool 'orders': no connection is created (max 20, leased 3, waiting 0); the circuit is OPEN, next probe in 12 s;"
                    + " cannot connect: connection refused"),
    NO_PLACE(507, "No place on the disk", "the rows cannot be stored: the disk of sluice.batch.directory is full"),
    POOL_UNAVAILABLE(503, "Pool unavailable", 1, "pool 'orders' cannot do this now");

    private static final String PREFIX = "urn:sluice:problem:";

    private final int status;
    private final String title;
    private final int retryAfterSeconds;
    private final String example;

    ProblemType(int status, String title, String example) {
        this(status, title, 0, example);
    }

    ProblemType(int status, String title, int retryAfterSeconds, String example) {
        this.status = status;
        this.title = title;
        this.retryAfterSeconds = retryAfterSeconds;
        this.example = example;
    }

    /** Returns the identifier of the type, which is not the address of a document. */
    URI uri() {
        return URI.create(PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** Returns whether the type only means that a caller acquired no connection, as happens under load. */
    boolean isOfCallers() {
        return this == POOL_DISABLED
                || this == POOL_SATURATED
                || this == ACQUIRE_TIMEOUT
                || this == RATE_LIMITED
                || this == CIRCUIT_OPEN;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** Returns the seconds after which a client may try again, or zero if a retry would not help. */
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** Returns an example of a detail, for the API's description. */
    String example() {
        return example;
    }
}
