package dev.sluice.adapter.jmx.remote;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * The keys of a connector, and the connections that it accepts. Immutable.
 *
 * @param context the keys of this server
 * @param protocols the accepted versions of TLS; empty for those of the JDK
 * @param cipherSuites the accepted cipher suites; empty for those of the JDK
 */
public record TlsKeys(SSLContext context, Set<String> protocols, Set<String> cipherSuites) {

    /**
     * Copies the sets.
     *
     * @throws IllegalArgumentException if the JDK does not know a version or a cipher suite
     */
    public TlsKeys {
        protocols = Set.copyOf(protocols);
        cipherSuites = Set.copyOf(cipherSuites);
        SSLParameters known = context.getSupportedSSLParameters();
        requireKnown("TLS version", protocols, known.getProtocols());
        requireKnown("cipher suite", cipherSuites, known.getCipherSuites());
    }

    private static void requireKnown(String kind, Set<String> wanted, String[] known) {
        for (String each : wanted) {
            if (!Arrays.asList(known).contains(each)) {
                throw new IllegalArgumentException("the JDK has no " + kind + " '" + each + "'");
            }
        }
    }

    /** Returns keys with the versions and cipher suites of the JDK. */
    public static TlsKeys of(SSLContext context) {
        return new TlsKeys(context, Set.of(), Set.of());
    }

    /** Returns the server's end of an accepted connection. */
    Socket encrypt(Socket plain, String host) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
        socket.setUseClientMode(false);
        if (!protocols.isEmpty()) {
            socket.setEnabledProtocols(protocols.toArray(String[]::new));
        }
        if (!cipherSuites.isEmpty()) {
            socket.setEnabledCipherSuites(cipherSuites.toArray(String[]::new));
        }
        return socket;
    }
}
