package dev.sluice.adapter.rest;

import dev.sluice.access.CurrentRequester;
import dev.sluice.access.Requester;
import dev.sluice.access.Surface;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Tells who sends the HTTP request that is handled. Each request is identified once. */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
class RequestIdentity implements CurrentRequester {

    private static final String KEY = RequestIdentity.class.getName();

    private final CurrentVertxRequest current;
    private final OperatorGuard guard;

    RequestIdentity(CurrentVertxRequest current, OperatorGuard guard) {
        this.current = current;
        this.guard = guard;
    }

    @Override
    public Requester requester() {
        RoutingContext request = current.getCurrent();
        Requester known = request.get(KEY);
        if (known == null) {
            known = identify(Caller.of(request.request()));
            request.put(KEY, known);
        }
        return known;
    }

    private Requester identify(Caller caller) {
        return new Requester(guard.identify(caller), caller.address(), Surface.HTTP)
                .claiming(claim(caller.header(OrderPlacement.ACTOR)));
    }

    /** Returns the name that the request claims, which is recorded, but gives no permission. */
    private static @Nullable String claim(@Nullable String actor) {
        return actor == null || actor.isBlank() ? null : Redacted.text(actor);
    }
}
