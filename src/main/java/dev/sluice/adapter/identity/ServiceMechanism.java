package dev.sluice.adapter.identity;

import dev.sluice.access.Principal;
import dev.sluice.access.ProvenIdentity;
import dev.sluice.time.Ticker;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.security.spi.runtime.BlockingSecurityExecutor;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Finds the identity of a request to the service: by a token, a name and a password, a JWT, a client certificate, or
 * because of the demonstration. Refused credentials give an anonymous identity, and the reason in the request's context,
 * so that {@link ServicePolicy} writes all refusals. Thread-safe.
 */
@Singleton
@IfBuildProperty(name = ServicePolicy.BUILT, stringValue = "true")
public class ServiceMechanism implements HttpAuthenticationMechanism {

    /** The key of a refused {@link Login} in the context of a request. */
    static final String REFUSED = Login.class.getName();

    private static final int FIRST = 10_000;

    private final CredentialStore store;
    private final IssuerKeys issuer;
    private final ClientCertificates certificates;
    private final IdentityMapping mapping;
    private final LocalDemonstration demonstration;
    private final BlockingSecurityExecutor workers;
    private final IssuerTrouble trouble = new IssuerTrouble(Ticker.system());

    ServiceMechanism(
            CredentialStore store,
            IssuerKeys issuer,
            ClientCertificates certificates,
            IdentityMapping mapping,
            LocalDemonstration demonstration,
            BlockingSecurityExecutor workers) {
        this.store = store;
        this.issuer = issuer;
        this.certificates = certificates;
        this.mapping = mapping;
        this.demonstration = demonstration;
        this.workers = workers;
    }

    @Override
    public int getPriority() {
        return FIRST;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        HttpServerRequest request = context.request();
        RequestCredentials given = RequestCredentials.of(request.headers().getAll("Authorization"));
        if (given == null) {
            return Uni.createFrom().item(withoutHeader(request));
        }
        return store.isDue()
                ? refreshed().flatMap(done -> identity(context, given, providers))
                : identity(context, given, providers);
    }

    /** Reads changed files on a worker, because a disk may not answer. */
    private Uni<Boolean> refreshed() {
        return workers.executeBlocking(() -> {
            store.refresh();
            return true;
        });
    }

    private Uni<SecurityIdentity> identity(
            RoutingContext context, RequestCredentials given, IdentityProviderManager providers) {
        String address = Objects.requireNonNullElse(DirectRequest.addressOf(context.request()), "");
        return switch (given.scheme()) {
            case TOKEN -> Uni.createFrom().item(identity(context, store.token(given.secret(), address)));
            case PASSWORD -> password(context, given, address);
            case JWT -> jwt(context, given, address, providers);
            case UNKNOWN -> Uni.createFrom().item(identity(context, store.refusedToken(address)));
        };
    }

    /** Returns the identity of a request without credentials in a header; an anonymous identity if it has none. */
    private SecurityIdentity withoutHeader(HttpServerRequest request) {
        Principal certified = certificates.principal(request);
        ProvenIdentity proof = certified == null ? demonstration.proof(request) : ProvenIdentity.lasting(certified);
        return proof == null ? anonymous() : IdentityMapping.identity(proof);
    }

    private Uni<SecurityIdentity> password(RoutingContext context, RequestCredentials given, String address) {
        Login atOnce = store.passwordAtOnce(given.name(), given.secret(), address);
        return atOnce != null
                ? Uni.createFrom().item(identity(context, atOnce))
                : workers.executeBlocking(() -> store.password(given.name(), given.secret(), address))
                        .map(login -> identity(context, login));
    }

    /** Returns the identity of a token that looks like a JWT, which tokens of the configuration may do, too. */
    private Uni<SecurityIdentity> jwt(
            RoutingContext context, RequestCredentials given, String address, IdentityProviderManager providers) {
        ProvenIdentity known = store.knownToken(given.secret());
        if (known == null && issuer.isKnown()) {
            return signed(context, given, providers);
        }
        Login login = known == null ? store.refusedToken(address) : Login.of(known);
        return Uni.createFrom().item(identity(context, login));
    }

    /** Returns the identity of a JWT. One that is not valid, such as an expired one, is no guess, and is not counted. */
    private Uni<SecurityIdentity> signed(
            RoutingContext context, RequestCredentials given, IdentityProviderManager providers) {
        TokenAuthenticationRequest request = new TokenAuthenticationRequest(new JsonWebTokenCredential(given.secret()));
        return providers
                .authenticate(HttpSecurityUtils.setRoutingContextAttribute(request, context))
                .map(this::ofIssuer)
                .onFailure()
                .recoverWithItem(failure -> {
                    trouble.failed(failure);
                    return identity(context, Login.WRONG);
                });
    }

    private SecurityIdentity ofIssuer(SecurityIdentity signed) {
        JsonWebToken token = (JsonWebToken) signed.getPrincipal();
        Principal principal = Objects.requireNonNull(mapping.principal(signed, token::getClaim));
        return IdentityMapping.identity(new ProvenIdentity(principal, SignedClaims.validity(token)));
    }

    private static SecurityIdentity identity(RoutingContext context, Login login) {
        ProvenIdentity proof = login.proof();
        if (proof != null) {
            return IdentityMapping.identity(proof);
        }
        context.put(REFUSED, login);
        return anonymous();
    }

    private static SecurityIdentity anonymous() {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(""))
                .setAnonymous(true)
                .build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", AccessProblems.CHALLENGE));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }
}
