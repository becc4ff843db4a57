package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.jmx.remote.TlsKeys;
import io.quarkus.arc.Arc;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.net.SSLOptions;
import javax.net.ssl.SSLContext;

/** The TLS configurations of Quarkus. Loaded on use only, because an embedding application may lack the extension. */
final class NamedTls {

    private NamedTls() {}

    /**
     * Returns the keys of the configuration as they are now, with its versions of TLS and its cipher suites; a renewed
     * certificate is not noticed later.
     *
     * @param name the name of the configuration
     * @param key the setting that names it
     * @throws BadConfiguration if there is no such configuration, or it has no key of a server
     */
    static TlsKeys keys(String name, String key) {
        TlsConfiguration found = Arc.container()
                .instance(TlsConfigurationRegistry.class)
                .get()
                .get(name)
                .orElse(null);
        if (found == null || found.getKeyStore() == null) {
            throw new BadConfiguration(
                    key + " names '" + name + "', but quarkus.tls." + name + " has no key-store with the server's key");
        }
        try {
            SSLOptions accepted = found.getSSLOptions();
            SSLContext context = found.createSSLContext();
            return new TlsKeys(
                    context, accepted.getEnabledSecureTransportProtocols(), accepted.getEnabledCipherSuites());
        } catch (Exception e) { // as declared
            throw new BadConfiguration(
                    key + ": the keys of quarkus.tls." + name + " cannot be used: " + e.getMessage());
        }
    }
}
