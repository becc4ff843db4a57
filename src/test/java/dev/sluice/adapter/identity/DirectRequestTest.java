package dev.sluice.adapter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A request from loopback for a local host")
@Tag("fast")
class DirectRequestTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded",
                "Via",
                "X-Forwarded-For",
                "x-forwarded-proto",
                "X-Forwarded-Port",
                "X-Forwarded-Prefix",
                "X-Forwarded-Anything",
                "X-Real-IP",
                "X-Client-IP",
                "True-Client-IP",
                "CF-Connecting-IP",
                "X-Envoy-External-Address",
                "X-Forwarded",
                "X_Forwarded_For",
                "x-real_ip",
                "Client-IP",
                "X-Cluster-Client-IP",
                "X-Original-Forwarded-For"
            })
    @DisplayName("is local, unless a header says that a proxy has sent it on")
    void proxied(String header) {
        assertThat(new DirectRequest("127.0.0.1", "localhost", Set.of("Accept", "Host")).isLocal())
                .isTrue();
        assertThat(new DirectRequest("127.0.0.1", "localhost", Set.of("Host", header)).isLocal())
                .isFalse();
    }
}
