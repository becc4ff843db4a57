package dev.sluice.adapter.identity;

import dev.sluice.access.LoopbackHost;
import dev.sluice.value.BadValue;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Refuses the start of a service that other machines could reach without credentials, or that would receive credentials
 * unencrypted.
 */
final class BindCheck {

    static final String PROXY = IdentitySettings.PREFIX + "tls-terminated-by-proxy";

    private static final Logger LOG = Logger.getLogger(BindCheck.class);
    private static final String HOST = "quarkus.http.host";
    private static final String PLAIN = "quarkus.http.insecure-requests";
    private static final String MANAGEMENT = "quarkus.management.";

    /** The keys of the certificate of the HTTPS server. */
    private static final List<String> TLS = List.of(
            "quarkus.http.tls-configuration-name",
            "quarkus.http.ssl.certificate.files",
            "quarkus.http.ssl.certificate.key-store-file",
            "quarkus.tls.key-store.pem.0.cert",
            "quarkus.tls.key-store.p12.path",
            "quarkus.tls.key-store.jks.path");

    private final UnaryOperator<@Nullable String> config;

    /**
     * @param config returns the value of a key, or null
     */
    BindCheck(UnaryOperator<@Nullable String> config) {
        this.config = config;
    }

    /**
     * Returns if the addresses of the service are safe.
     *
     * @param isConfigured whether credentials are configured
     * @param isTlsTerminated whether a proxy in front of the service encrypts the traffic
     * @throws BadValue that names the key
     */
    void check(boolean isConfigured, boolean isTlsTerminated) {
        check(HOST, value(HOST, "127.0.0.1"), isEncrypted(), isConfigured, isTlsTerminated);
        if (Boolean.parseBoolean(value(MANAGEMENT + "enabled", "false"))) {
            String key = MANAGEMENT + "host";
            boolean isEncrypted =
                    !value(MANAGEMENT + "tls-configuration-name", "").isEmpty();
            check(key, value(key, "0.0.0.0"), isEncrypted, isConfigured, isTlsTerminated);
        }
    }

    /** Returns whether only this machine reaches the port of HTTP. */
    boolean isAtLoopback() {
        return LoopbackHost.is(value(HOST, "127.0.0.1"));
    }

    private void check(String key, String host, boolean isEncrypted, boolean isConfigured, boolean isTlsTerminated) {
        if (LoopbackHost.is(host)) {
            return;
        }
        if (!isConfigured) {
            throw BadValue.of(
                    key,
                    "is " + host + ", where others reach the service, without configured credentials: set "
                            + AdminToken.KEY + ", " + AdminTokenFile.KEY + " (a file that exists), "
                            + IdentitySettings.PREFIX + "tokens or " + IdentitySettings.PREFIX
                            + "users, or listen at 127.0.0.1");
        }
        if (isEncrypted) {
            return;
        }
        if (!isTlsTerminated) {
            throw BadValue.of(
                    key,
                    "is " + host + ", where others reach the service, and its traffic is not encrypted:"
                            + " set quarkus.tls.key-store and " + PLAIN + "=disabled, or " + PROXY
                            + "=true if a proxy in front"
                            + " of it encrypts the traffic, or listen at 127.0.0.1");
        }
        LOG.warnf(
                "%s=true: tokens and passwords arrive unencrypted at %s; only a proxy that encrypts the traffic may reach"
                        + " this address",
                PROXY, host);
    }

    /** Returns whether the server has a certificate, and serves nothing without encryption. */
    private boolean isEncrypted() {
        String plain = value(PLAIN, "enabled").toLowerCase(Locale.ROOT);
        return !plain.equals("enabled")
                && TLS.stream().anyMatch(key -> !value(key, "").isEmpty());
    }

    private String value(String key, String otherwise) {
        String value = config.apply(key);
        return value == null ? otherwise : value.strip();
    }
}
