package dev.sluice.adapter.identity;

import dev.sluice.access.Principal;
import dev.sluice.value.BadValue;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.runtime.TrustAllOptions;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The identities of client certificates, by their subject. If any is configured, the HTTPS server asks its clients for a
 * certificate, and accepts those of its trust store. Immutable.
 */
@Singleton
@IfBuildProperty(name = ServicePolicy.BUILT, stringValue = "true")
public class ClientCertificates implements HttpServerOptionsCustomizer {

    private final Map<String, Principal> principals;

    @Inject
    ClientCertificates(IdentitySettings settings) {
        this(read(settings));
    }

    /**
     * @param principals principals by the canonical form of their subject
     */
    ClientCertificates(Map<String, Principal> principals) {
        this.principals = Map.copyOf(principals);
    }

    private static Map<String, Principal> read(IdentitySettings settings) {
        try {
            return CertificateReader.read(settings.certificates());
        } catch (BadValue e) {
            throw new ConfigurationException(IdentitySettings.PREFIX + e.getMessage());
        }
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        if (principals.isEmpty()) {
            return;
        }
        if (options.getKeyCertOptions() == null || options.getTrustOptions() == null) {
            throw new ConfigurationException(
                    IdentitySettings.PREFIX + "certificates needs a key store and a trust store"
                            + " of the HTTPS server, as in quarkus.tls.key-store.p12.path and quarkus.tls.trust-store.p12.path");
        }
        if (options.getTrustOptions() instanceof TrustAllOptions) {
            throw new ConfigurationException(IdentitySettings.PREFIX + "certificates needs a trust store of the HTTPS"
                    + " server: with quarkus.tls.trust-all, any client could make a certificate with any subject");
        }
        if (options.getClientAuth() == ClientAuth.NONE) {
            options.setClientAuth(ClientAuth.REQUEST);
        }
    }

    /** Returns the identity of the certificate that the client has proven to own, or null. */
    @Nullable
    Principal principal(HttpServerRequest request) {
        SSLSession session = principals.isEmpty() ? null : request.sslSession();
        if (session == null) {
            return null;
        }
        try {
            return session.getPeerPrincipal() instanceof X500Principal subject
                    ? principals.get(subject.getName(X500Principal.CANONICAL))
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null; // the client has sent no certificate
        }
    }
}
