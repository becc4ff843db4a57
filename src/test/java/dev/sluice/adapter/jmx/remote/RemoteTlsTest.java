package dev.sluice.adapter.jmx.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
@Tag("service")
class RemoteTlsTest {

    @TempDir
    private Path directory;

    private RemotePools here;

    @BeforeEach
    void listen() throws Exception {
        here = new RemotePools(Certificates.server());
    }

    @AfterEach
    void stop() throws IOException {
        here.close();
    }

    @Test
    void a_client_without_any_class_of_ours_logs_in_over_tls() throws Exception {
        assertThat(client("viewer", "viewer"))
                .containsExactly(
                        "pools: [orders, reports]",
                        "pause: java.lang.SecurityException: this needs the role operator; viewer has viewer");
        assertThat(client("viewer", "wrong"))
                .containsExactly("login: java.lang.SecurityException: the name or the password is wrong, or too many"
                        + " logins have failed");
        assertThat(here.addresses).containsOnly("127.0.0.1");
    }

    @Test
    void a_client_without_tls_gets_no_answer() {
        assertThatThrownBy(() -> here.connect("viewer")).isInstanceOf(IOException.class);
        assertThat(here.addresses).isEmpty();
    }

    private List<String> client(String name, String secret) throws Exception {
        RemoteClientProcess.Ended ended = new RemoteClientProcess(
                        directory, here.url().toString())
                .trusting()
                .run(name, secret);
        assertThat(ended.isSuccess()).as("%s", ended.lines()).isTrue();
        return ended.lines();
    }
}
