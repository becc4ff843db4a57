package dev.sluice.adapter.rest;

import dev.sluice.access.AccessDenied;
import dev.sluice.access.Principal;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.access.Surface;
import io.quarkus.arc.properties.IfBuildProperty;
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
 * Admits changes to pools only from callers with the operator token. The token is the value of {@value #KEY}, or the
 * content of the {@link TokenFile}, which is created if it is missing. During the {@link Demonstration}, programs on
 * this machine need no token if their requests came directly and used a local host name. Web pages of other sites are
 * never admitted, with or without the token.
 *
 * <p>Not a singleton, because filters are created when the application is built or initialised. This may be long before
 * the application starts with its real configuration. Behind its proxy, the guard is created at its first use.
 */
@ApplicationScoped
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class OperatorGuard {

    static final String KEY = "sluice.http.operator-token";

    private static final Logger LOG = Logger.getLogger(OperatorGuard.class);

    private static final Principal ADMIN = Principal.of("admin", Role.ADMIN);
    private static final Principal DEMONSTRATION = Principal.of("demonstration", Role.OPERATOR);

    private static final int BEFORE_POOLS = 50;
    private static final int AFTER_POOLS = 5000;
    private static final String SCHEME = "Bearer ";

    private final Config config;
    private final Demonstration demonstration;
    private final TokenFile file;
    private final boolean isConfigured;
    private volatile @Nullable OperatorToken token;
    private volatile boolean warned;

    @Inject
    OperatorGuard(Config config, Demonstration demonstration) {
        String value = config.getConfigValue(KEY).getValue();
        if (value != null && value.isBlank()) {
            throw new ConfigurationException(
                    KEY + " is blank: set a token, or remove the key to have a token created in a file");
        }
        this.config = config;
        this.demonstration = demonstration;
        file = TokenFile.of(config);
        isConfigured = value != null;
        token = value == null ? null : new OperatorToken(value);
    }

    /** Creates a guard for a demonstration that never ends. */
    OperatorGuard(Config config) {
        this(config, () -> true);
    }

    /** Refuses the start of a service that other machines could reach and that has no token. */
    void checkAddress(@Observes @Priority(BEFORE_POOLS) StartupEvent event) {
        String host = ListenAddress.reachable(config);
        if (token == null && host != null && ServiceProcess.is(config)) {
            if (file.isGiven()) {
                token = file.readOrMake();
                return;
            }
            throw new ConfigurationException(
                    ListenAddress.HOST + " is " + host + ", where others reach the service: set " + KEY + ", or "
                            + TokenFile.KEY + " to a file that has the token, or listen at 127.0.0.1");
        }
    }

    /** Prepares the token, and logs its file. An embedding application creates the token at its first use. */
    void prepareToken(@Observes @Priority(AFTER_POOLS) StartupEvent event) {
        if (ServiceProcess.is(config) && ListenAddress.isOpen(config)) {
            required();
        }
    }

    /**
     * Returns the sender of a request: the owner of the token, the demonstration, or null.
     *
     * @throws Refusal if the token is wrong, or if a web page of another site sends a change
     */
    @Nullable
    Principal identify(Caller caller) {
        String authorization = caller.header("Authorization");
        if (authorization != null) {
            requireToken(authorization, tokenOrRefusal());
            return ADMIN;
        }
        if (isConfigured || !demonstration.isOn()) {
            return null;
        }
        requireLocal(caller);
        return DEMONSTRATION;
    }

    /** Returns if the sender may change anything at all. */
    void admit(Caller caller) {
        refuseForeignPages(caller);
        try {
            new Requester(identify(caller), caller.address(), Surface.HTTP).requireRole(Role.OPERATOR);
        } catch (AccessDenied e) {
            throw Refusal.of(e);
        }
    }

    /** Refuses a request by a web page of another site, with or without the token. */
    static void refuseForeignPages(Caller caller) {
        String page = caller.foreignPage();
        if (page != null) {
            throw Refusal.of(ProblemType.CROSS_SITE, "a page of " + page + " may not do this");
        }
    }

    private OperatorToken tokenOrRefusal() {
        try {
            return required();
        } catch (ConfigurationException e) {
            if (!warned) {
                warned = true;
                LOG.warn(e.getMessage());
            }
            throw Refusal.unauthorised(
                    "Bearer realm=\"sluice\"", "this needs the operator token, and no token is set: set " + KEY);
        }
    }

    private OperatorToken required() {
        OperatorToken known = token;
        return known != null ? known : fromFile();
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

    private static void requireToken(String authorization, OperatorToken token) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || !token.matches(authorization.substring(SCHEME.length()).trim())) {
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
                "this is for programs on this machine only, and " + why + "; to allow others, set " + KEY
                        + " and send 'Authorization: Bearer <operator token>'");
    }
}
