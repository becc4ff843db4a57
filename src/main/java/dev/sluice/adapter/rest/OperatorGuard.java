package dev.sluice.adapter.rest;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may change pools. With {@value #KEY} set: who brings the token. Without: programs on this machine
 * that came directly and asked for it by a local name. Web pages of other sites never, token or not.
 *
 * <p>Not a singleton, because filters are made when the application is built or initialised, which may be long
 * before it starts with its real configuration: behind its proxy it is made when it is first needed.
 */
@ApplicationScoped
public class OperatorGuard {

    static final String KEY = "sluice.http.operator-token";

    private static final String SCHEME = "Bearer ";

    private final byte @Nullable [] token;

    OperatorGuard(Config config) {
        String value = config.getConfigValue(KEY).getValue();
        if (value != null && value.isBlank()) {
            throw new ConfigurationException(
                    KEY + " is blank: give it a token, or leave it out to take changes from this machine only");
        }
        token = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    }

    /** There is nothing to do, but a bad setting shows when the application starts, not at the first request. */
    void start(@Observes StartupEvent event) {}

    /** Returns if the caller may change pools. */
    void admit(Caller caller) {
        refuseForeignPages(caller);
        if (token == null) {
            requireLocal(caller);
        } else {
            requireToken(caller, token);
        }
    }

    private static void refuseForeignPages(Caller caller) {
        String page = caller.foreignPage();
        if (page != null) {
            throw Refusal.of(ProblemType.CROSS_SITE, "a page of " + page + " may not change pools");
        }
    }

    private static void requireToken(Caller caller, byte[] token) {
        String authorization = caller.header("Authorization");
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Refusal.unauthorised(
                    "Bearer realm=\"sluice\"", "a change needs 'Authorization: Bearer <operator token>'");
        }
        byte[] given = authorization.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(token, given)) {
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
