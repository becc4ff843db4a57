package dev.sluice.adapter.rest;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may change pools: who brings the operator token. It is the one of {@value #KEY}, or the one in the file of
 * {@link TokenFile}, which is made when there is none. Only during the {@link Demonstration}, programs on this machine need
 * none that came directly and asked for it by a local name. Web pages of other sites never, token or not.
 *
 * <p>Not a singleton, because filters are made when the application is built or initialised, which may be long
 * before it starts with its real configuration: behind its proxy it is made when it is first needed.
 */
@ApplicationScoped
public class OperatorGuard {

    static final String KEY = "sluice.http.operator-token";

    private static final Logger LOG = Logger.getLogger(OperatorGuard.class);

    /** The service has it, the jar in an application does not. */
    private static final String SERVICE = "sluice.fallback-url";

    private static final int BEFORE_POOLS = 50;
    private static final int AFTER_POOLS = 5000;
    private static final String SCHEME = "Bearer ";

    private final Config config;
    private final Demonstration demonstration;
    private final TokenFile file;
    private volatile @Nullable OperatorToken token;
    private volatile boolean warned;

    @Inject
    OperatorGuard(Config config, Demonstration demonstration) {
        String value = config.getConfigValue(KEY).getValue();
        if (value != null && value.isBlank()) {
            throw new ConfigurationException(
                    KEY + " is blank: give it a token, or leave it out to have one made in a file for you");
        }
        this.config = config;
        this.demonstration = demonstration;
        file = TokenFile.of(config);
        token = value == null ? null : new OperatorToken(value);
    }

    /** As long as the demonstration goes on. */
    OperatorGuard(Config config) {
        this(config, () -> true);
    }

    /** Refuses the start of a service that others could reach and nobody has given a token. */
    void checkAddress(@Observes @Priority(BEFORE_POOLS) StartupEvent event) {
        String host = ListenAddress.reachable(config);
        if (token == null && host != null && isService()) {
            if (file.isGiven()) {
                token = file.readOrMake();
                return;
            }
            throw new ConfigurationException(
                    ListenAddress.HOST + " is " + host + ", where others reach the service: set " + KEY + ", or "
                            + TokenFile.KEY + " to a file that has the token, or listen at 127.0.0.1");
        }
    }

    /** Has the token ready, and says where it is. In an application it is made when it is first needed. */
    void prepareToken(@Observes @Priority(AFTER_POOLS) StartupEvent event) {
        if (isService() && ListenAddress.isOpen(config)) {
            token();
        }
    }

    private boolean isService() {
        String service = config.getConfigValue(SERVICE).getValue();
        return service != null && !service.isBlank();
    }

    /** Returns if the caller may change pools. */
    void admit(Caller caller) {
        refuseForeignPages(caller);
        OperatorToken needed = tokenOrRefusal();
        if (needed == null) {
            requireLocal(caller);
        } else {
            requireToken(caller, needed);
        }
    }

    private @Nullable OperatorToken tokenOrRefusal() {
        try {
            return token();
        } catch (ConfigurationException e) {
            if (!warned) {
                warned = true;
                LOG.warn(e.getMessage());
            }
            throw Refusal.unauthorised(
                    "Bearer realm=\"sluice\"", "no change is taken, as there is no operator token: set " + KEY);
        }
    }

    /** The token that is needed; null while the demonstration goes on. */
    private @Nullable OperatorToken token() {
        OperatorToken known = token;
        return known != null || demonstration.isOn() ? known : fromFile();
    }

    private synchronized OperatorToken fromFile() {
        OperatorToken known = token;
        if (known == null) {
            known = file.readOrMake();
            token = known;
            LOG.infof("changes over HTTP need the operator token, which is in %s", file.path());
        }
        return known;
    }

    private static void refuseForeignPages(Caller caller) {
        String page = caller.foreignPage();
        if (page != null) {
            throw Refusal.of(ProblemType.CROSS_SITE, "a page of " + page + " may not change pools");
        }
    }

    private static void requireToken(Caller caller, OperatorToken token) {
        String authorization = caller.header("Authorization");
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Refusal.unauthorised(
                    "Bearer realm=\"sluice\"",
                    "a change needs 'Authorization: Bearer <operator token>'; the token is what " + KEY
                            + " sets, or in the file that the log names");
        }
        if (!token.matches(authorization.substring(SCHEME.length()).trim())) {
            throw Refusal.unauthorised(
                    "Bearer realm=\"sluice\", error=\"invalid_token\"", "this is not the operator token");
        }
    }

    private static void requireLocal(Caller caller) {
        if (!caller.isLoopback()) {
            throw notLocal("the request came from another");
        }
        if (caller.isProxied()) {
            throw notLocal("the request came through a proxy");
        }
        if (!caller.isAddressedLocally()) {
            throw notLocal("the request was not addressed to localhost, 127.0.0.1 or [::1]");
        }
    }

    private static Refusal notLocal(String why) {
        return Refusal.of(
                ProblemType.NOT_LOCAL,
                "changes are taken from this machine only, and " + why + "; to allow others, set " + KEY
                        + " and send 'Authorization: Bearer <operator token>'");
    }
}
