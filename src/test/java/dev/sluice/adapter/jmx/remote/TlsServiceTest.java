package dev.sluice.adapter.jmx.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Certificates;
import dev.sluice.testing.ManagedProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@TestProfile(ManagedProfile.class)
@DisplayName("The JMX connector of the service, with a TLS configuration of Quarkus")
@Timeout(180)
@Tag("service")
class TlsServiceTest {

    @TempDir
    Path directory;

    private static int port() {
        return ConfigProvider.getConfig().getValue("sluice.jmx.remote.port", Integer.class);
    }

    private RemoteClientProcess client() {
        return new RemoteClientProcess(directory, "service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port() + "/jmxrmi");
    }

    @Test
    @DisplayName("admits a client that trusts its certificate, with the role of its token")
    void trusted() throws Exception {
        List<String> lines =
                client().trusting().run("any", ManagedProfile.VIEWER).lines();
        assertThat(lines)
                .containsExactly(
                        "pools: [default, orders]",
                        "pause: java.lang.SecurityException: this needs the role operator; viewer has viewer");
        assertThat(client().trusting().run("any", "guess").lines())
                .singleElement()
                .asString()
                .startsWith("login: java.lang.SecurityException");
    }

    @Test
    @DisplayName("shows a certificate that a client without its authority refuses, before the client sends its token")
    void foreign() throws Exception {
        RemoteClientProcess.Ended ended = client().run("any", ManagedProfile.VIEWER);
        assertThat(ended.isSuccess()).isFalse();
        assertThat(String.join(" ", ended.lines()))
                .contains("SSLHandshakeException")
                .doesNotContain("pools:");
    }

    @Test
    @DisplayName("accepts the versions of TLS that its configuration names, and no older ones")
    void versions() throws Exception {
        handshake("TLSv1.3");
        assertThatThrownBy(() -> handshake("TLSv1.2")).isInstanceOf(SSLException.class);
    }

    private static void handshake(String version) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) Certificates.clientOf(version).getSocketFactory().createSocket("127.0.0.1", port())) {
            socket.setSoTimeout(60_000);
            socket.startHandshake();
        }
    }

    @Test
    @DisplayName("gives no answer to a client without TLS")
    void plain() {
        assertThatThrownBy(() -> LocateRegistry.getRegistry("127.0.0.1", port()).lookup("jmxrmi"))
                .isInstanceOf(RemoteException.class);
    }
}
