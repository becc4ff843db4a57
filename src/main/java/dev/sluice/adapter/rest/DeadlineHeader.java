package dev.sluice.adapter.rest;

import dev.sluice.pool.DeadlineSource;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import dev.sluice.value.BadValue;
import dev.sluice.value.Values;
import io.quarkus.arc.Arc;
import io.quarkus.arc.properties.UnlessBuildProperty;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Limits the waits of a request to the application by a header with the time that the client has for it. The time runs
 * from the arrival of the request. Each thread with the request context has the limit, also threads that receive work by
 * context propagation. A request with a bad value is refused. Exists only if the build names the header.
 */
@Singleton
@UnlessBuildProperty(name = DeadlineHeader.KEY, stringValue = "", enableIfMissing = false)
public class DeadlineHeader implements DeadlineSource {

    /** The setting with the name of the header. */
    public static final String KEY = "sluice.deadline.header";

    /** The priority of this filter: the time before later filters counts, too. */
    private static final int EARLY = 1500;

    private static final String DEADLINE = DeadlineHeader.class.getName();

    private final String name;
    private final CurrentVertxRequest current;

    DeadlineHeader(Config config, CurrentVertxRequest current) {
        // the wiring refuses a start without the name, later and with the reason
        this.name = config.getOptionalValue(KEY, String.class).orElse("").strip();
        this.current = current;
    }

    void register(@Observes Filters filters) {
        filters.register(this::read, EARLY);
    }

    private void read(RoutingContext context) {
        try {
            Deadline deadline = read(name, context.request().headers().getAll(name), Ticker.system());
            if (deadline != null && context.get(DEADLINE) == null) { // a request that is passed on keeps its time
                context.put(DEADLINE, deadline);
            }
        } catch (BadValue e) {
            HttpProblems.answer(context, Refusal.of(e));
            return;
        }
        context.next();
    }

    /** Returns the deadline of a request that arrives now, or null without the header. */
    static @Nullable Deadline read(String name, List<String> values, Ticker ticker) {
        if (values.size() > 1) {
            throw BadValue.twice(name);
        }
        return values.isEmpty() ? null : Deadline.in(Values.DURATION.read(name, values.get(0)), ticker);
    }

    @Override
    public @Nullable OuterLimit limit() {
        if (!Arc.container().requestContext().isActive()) {
            return null;
        }
        RoutingContext request = current.getCurrent();
        Deadline deadline = request == null ? null : request.get(DEADLINE);
        return deadline == null
                ? null
                : new OuterLimit(deadline.remaining(), "the remaining time of the request (header " + name + ")");
    }
}
