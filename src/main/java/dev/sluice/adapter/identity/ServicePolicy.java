package dev.sluice.adapter.identity;

import dev.sluice.access.AccessDenied;
import dev.sluice.access.Guard;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.access.ServicePaths;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Requires a viewer for every path of the service, except the three probes and the {@link GuardedPaths}. Credentials
 * that are not valid are refused on guarded paths, too, because a caller who sends them expects an identity. A probe is
 * answered all the same, without details; the failed login is audited in the background.
 */
@Singleton
@IfBuildProperty(name = ServicePolicy.BUILT, stringValue = "true")
public class ServicePolicy implements HttpSecurityPolicy {

    /** The key, read at the build, that the service sets: an embedding application has its own mechanisms. */
    static final String BUILT = "sluice.security.mechanisms";

    /** The mark of a probe whose sender may see no details, as adapter.health reads it. */
    private static final String PLAIN_PROBE = "sluice.plain-probe";

    /** The mark of a request for a path that nothing else guards, as adapter.rest reads it. */
    private static final String UNGUARDED = "sluice.unguarded";

    private final GuardedPaths guarded;
    private final IdentityMapping mapping;
    private final ServicePaths paths;
    private final Guard guard;

    ServicePolicy(GuardedPaths guarded, IdentityMapping mapping, Guard guard, Config config) {
        this.guarded = guarded;
        this.mapping = mapping;
        this.guard = guard;
        this.paths = ServicePaths.of(key -> config.getConfigValue(key).getValue());
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext context, Uni<SecurityIdentity> identity, AuthorizationRequestContext blocking) {
        return identity.flatMap(known -> check(context, known, paths));
    }

    /**
     * Permits a request, or answers it; then the result never comes.
     *
     * @param paths the paths of the port at which the request has arrived
     */
    Uni<CheckResult> check(RoutingContext context, @Nullable SecurityIdentity identity, ServicePaths paths) {
        Requester requester = RequesterFilter.identify(context, mapping, identity);
        Login refused = context.get(ServiceMechanism.REFUSED);
        String probe = paths.probe(context.normalizedPath());
        if (probe != null && isRead(context)) {
            if (!requester.may(Role.VIEWER, null)) {
                context.put(PLAIN_PROBE, probe);
            }
            if (refused != null) {
                inBackground(context, () -> loginFailed(context, requester, refused));
            }
            return CheckResult.permit();
        }
        if (refused != null) {
            return audited(
                    context,
                    () -> loginFailed(context, requester, refused),
                    () -> AccessProblems.refused(context, refused));
        }
        if (guarded.includes(context)) {
            return CheckResult.permit();
        }
        try {
            requester.require(Role.VIEWER, null); // these paths show all pools
            context.put(UNGUARDED, true);
            return CheckResult.permit();
        } catch (AccessDenied e) {
            return audited(
                    context, () -> guard.denied(requester, "read", null, e), () -> AccessProblems.denied(context, e));
        }
    }

    private static boolean isRead(RoutingContext context) {
        HttpMethod method = context.request().method();
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
    }

    private void loginFailed(RoutingContext context, Requester requester, Login refused) {
        RequestCredentials given =
                RequestCredentials.of(context.request().headers().getAll("Authorization"));
        guard.loginFailed(requester, given == null ? "" : given.name(), String.valueOf(refused.refusal()));
    }

    /** Writes to the audit log on a worker thread, and then the answer. */
    private static Uni<CheckResult> audited(RoutingContext context, Runnable record, Runnable answer) {
        if (!context.request().isEnded()) { // as at the management interface, which has read the body
            context.request().pause();
        }
        inBackground(context, record).onComplete(done -> answer.run());
        return answered();
    }

    private static Future<Boolean> inBackground(RoutingContext context, Runnable record) {
        return context.vertx()
                .executeBlocking(
                        () -> {
                            record.run();
                            return true;
                        },
                        false);
    }

    /** Returns a result that never comes: the request has its answer, and nothing else must handle it. */
    private static Uni<CheckResult> answered() {
        return Uni.createFrom().nothing();
    }
}
