package dev.sluice.adapter.telemetry;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The names of attributes. The semantic conventions of OpenTelemetry have names for the pool and the kind of an error;
 * all others begin with {@code sluice.}, as the fields of log lines do.
 */
final class SpanKeys {

    static final AttributeKey<String> POOL = AttributeKey.stringKey("db.client.connection.pool.name");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    static final AttributeKey<String> CONNECTION = AttributeKey.stringKey("sluice.connection");
    static final AttributeKey<String> LANE = AttributeKey.stringKey("sluice.lane");
    static final AttributeKey<String> TENANT = AttributeKey.stringKey("sluice.tenant");
    static final AttributeKey<String> TAGS = AttributeKey.stringKey("sluice.tags");
    static final AttributeKey<Double> WAIT = AttributeKey.doubleKey("sluice.wait_time");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("sluice.outcome");
    static final AttributeKey<String> REASON = AttributeKey.stringKey("sluice.reason");
    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("sluice.operation");
    static final AttributeKey<String> ORDER = AttributeKey.stringKey("sluice.order");
    static final AttributeKey<Long> CREATED = AttributeKey.longKey("sluice.connections.created");
    static final AttributeKey<Long> RETIRED = AttributeKey.longKey("sluice.connections.retired");
    static final AttributeKey<Long> BROKEN = AttributeKey.longKey("sluice.leases.broken");

    private SpanKeys() {}
}
