package dev.sluice.adapter.identity;

import dev.sluice.access.CurrentRequester;
import dev.sluice.access.Requester;
import dev.sluice.access.Surface;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Tells who sends the HTTP request that is handled, as {@link RequesterFilter} has found. */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class HttpRequester implements CurrentRequester {

    private static final Requester UNKNOWN = new Requester(null, null, Surface.HTTP);

    private final CurrentVertxRequest current;

    HttpRequester(CurrentVertxRequest current) {
        this.current = current;
    }

    @Override
    public Requester requester() {
        return current(RequesterFilter.KEY) instanceof Requester known ? known : UNKNOWN;
    }

    @Override
    public BooleanSupplier validity() {
        return current(RequesterFilter.VALIDITY) instanceof BooleanSupplier known ? known : () -> true;
    }

    private @Nullable Object current(String key) {
        RoutingContext request = current.getCurrent();
        return request == null ? null : request.get(key);
    }
}
