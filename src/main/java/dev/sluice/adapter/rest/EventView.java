package dev.sluice.adapter.rest;

import dev.sluice.admission.Priority;
import dev.sluice.pool.PoolEvent;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An event as REST shows it: the components of a {@link PoolEvent}, with its detail in masked words. */
@Schema(name = "PoolEvent")
record EventView(
        PoolEvent.Type type,
        String pool,
        Instant at,
        @Nullable String connection,
        @Nullable String tenant,
        Map<String, String> tags,
        @Nullable String traceId,
        @Nullable Priority lane,
        int total,
        int max,
        long count,
        @Nullable String detail,
        long times,
        Instant firstAt,
        @Nullable String order) {

    static EventView of(PoolEvent event) {
        return new EventView(
                event.type(),
                event.pool(),
                event.at(),
                event.connection(),
                event.tenant(),
                event.tags(),
                event.traceId(),
                event.lane(),
                event.total(),
                event.max(),
                event.count(),
                Redacted.orNull(event.words()),
                event.times(),
                event.firstAt(),
                Redacted.orNull(event.order()));
    }
}
