package dev.sluice.adapter.identity;

import dev.sluice.access.Requester;
import dev.sluice.access.Surface;
import dev.sluice.value.GivenText;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Puts the {@link Requester} of each request for a guarded path into its context, under the name of that class, where
 * the resources find it. The identity is that of the service's mechanisms, or of the embedding application; without
 * quarkus-security in the application, every request is anonymous.
 */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class RequesterFilter {

    /** The name of a request's {@link Requester} in its context. */
    static final String KEY = Requester.class.getName();

    /** The name of the validity of a request's identity in its context. */
    static final String VALIDITY = KEY + ".validity";

    private static final String ACTOR = "Sluice-Actor";

    /** The priority of this filter, after authentication (200) and authorization (100) of Quarkus. */
    private static final int AFTER_SECURITY = 90;

    private final GuardedPaths guarded;
    private final IdentityMapping mapping;

    RequesterFilter(GuardedPaths guarded, IdentityMapping mapping) {
        this.guarded = guarded;
        this.mapping = mapping;
    }

    void register(@Observes Filters filters) {
        filters.register(this::identify, AFTER_SECURITY);
    }

    private void identify(RoutingContext context) {
        if (context.get(KEY) != null || !guarded.includes(context)) {
            context.next();
            return;
        }
        if (context.user() instanceof QuarkusHttpUser user) {
            identify(context, mapping, user.getSecurityIdentity());
            context.next();
            return;
        }
        Uni<SecurityIdentity> deferred = context.get(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
        if (deferred == null) {
            identify(context, mapping, null);
            context.next();
            return;
        }
        deferred.subscribe()
                .with(
                        identity -> {
                            identify(context, mapping, identity);
                            context.next();
                        },
                        context::fail);
    }

    /** Puts the requester into the context of a request, and returns it. */
    static Requester identify(RoutingContext context, IdentityMapping mapping, @Nullable SecurityIdentity identity) {
        HttpServerRequest request = context.request();
        Requester requester = new Requester(mapping.principal(identity), DirectRequest.addressOf(request), Surface.HTTP)
                .claiming(claim(request.getHeader(ACTOR)));
        context.put(KEY, requester);
        if (identity != null) {
            context.put(VALIDITY, IdentityMapping.validity(identity));
        }
        return requester;
    }

    /** Returns the name that the request claims, which is recorded, but gives no permission. */
    private static @Nullable String claim(@Nullable String actor) {
        if (actor == null || actor.isBlank()) {
            return null;
        }
        return GivenText.label(actor);
    }
}
