package dev.sluice.adapter.jmx.remote;

import dev.sluice.access.Authenticator;
import dev.sluice.access.Guard;
import dev.sluice.access.Principal;
import dev.sluice.access.ProvenIdentity;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.access.Surface;
import dev.sluice.adapter.jmx.JmxIdentity;
import java.util.Set;
import java.util.function.Supplier;
import javax.management.remote.JMXAuthenticator;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The login of JMX clients, with a name and a password, or with a token as password. Refused logins are written to the
 * audit log, which limits them. Thread-safe.
 */
final class ConnectorLogin implements JMXAuthenticator {

    private static final String TARGET = "jmx";
    private static final int LONGEST_NAME = 256;

    private final Authenticator authenticator;
    private final Supplier<String> address;
    private final Denials denials;

    /**
     * Creates the login.
     *
     * @param address returns the address of the client whose call the current thread serves
     */
    ConnectorLogin(Authenticator authenticator, Supplier<String> address, Denials denials) {
        this.authenticator = authenticator;
        this.address = address;
        this.denials = denials;
    }

    /**
     * Returns the subject of the client.
     *
     * @param credentials two texts, the name and the password; for a token, the name may be empty
     * @throws SecurityException if the login is refused
     */
    @Override
    public Subject authenticate(@Nullable Object credentials) {
        String from = address.get();
        if (!(credentials instanceof String[] texts)
                || texts.length != 2
                || texts[0] == null
                || texts[1] == null
                || texts[0].length() > LONGEST_NAME) {
            throw refusal(
                    new Requester(null, from, Surface.JMX),
                    "log in with a name and a password, or with a token as password");
        }
        ProvenIdentity proof = authenticator.authenticate(texts[0], texts[1], from);
        if (proof == null) {
            throw refusal(
                    new Requester(null, from, Surface.JMX, texts[0].isEmpty() ? null : texts[0]),
                    "the name or the password is wrong, or too many logins have failed");
        }
        Principal principal = proof.principal();
        if (!principal.has(Role.VIEWER)) {
            throw refusal(
                    new Requester(principal, from, Surface.JMX),
                    "JMX needs the role viewer; " + principal.name() + " has " + principal.roleNames());
        }
        return new Subject(true, Set.of(new JmxIdentity(proof, from)), Set.of(), Set.of());
    }

    private SecurityException refusal(Requester requester, String reason) {
        return denials.of(requester, Guard.LOGIN, TARGET, reason);
    }
}
