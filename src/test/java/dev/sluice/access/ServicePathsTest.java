package dev.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The paths of the service beside the REST interface")
@Tag("fast")
class ServicePathsTest {

    private static final String PREFIX = "quarkus.";

    private static ServicePaths paths(String... settings) {
        Map<String, String> values = new TreeMap<>();
        for (String setting : settings) {
            if (!setting.isEmpty()) {
                String[] parts = setting.split("=", 2);
                values.put(PREFIX + parts[0], parts[1]);
            }
        }
        return ServicePaths.of(values::get);
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                      /q/health,        /q/swagger-ui",
        "http.root-path=/,                        /q/health,        /q/swagger-ui",
        "http.root-path=/api,                     /api/q/health,    /api/q/swagger-ui",
        "http.root-path=/api/,                    /api/q/health,    /api/q/swagger-ui",
        "http.root-path=api,                      /api/q/health,    /api/q/swagger-ui",
        "http.non-application-root-path=/,        /health,          /swagger-ui",
        "http.non-application-root-path=/ops/,    /ops/health,      /ops/swagger-ui",
        "http.non-application-root-path=inner/q,  /inner/q/health,  /inner/q/swagger-ui",
        "smallrye-health.root-path=state,         /q/state,         /q/swagger-ui",
        "smallrye-health.root-path=/state,        /state,           /q/swagger-ui",
        "swagger-ui.path=/pages,                  /q/health,        /pages"
    })
    @DisplayName("follow the settings that move them")
    void moved(String setting, String health, String explorer) {
        ServicePaths paths = paths(setting);
        assertThat(paths.health()).isEqualTo(health);
        assertThat(paths.explorer()).isEqualTo(explorer);
        assertThat(new TreeSet<>(paths.probes().keySet()))
                .containsExactly(health + "/live", health + "/ready", health + "/started");
    }

    @Test
    @DisplayName("have each probe at its own path, relative or absolute, and nothing else is a probe")
    void probes() {
        ServicePaths paths = paths(
                "http.root-path=/api", "smallrye-health.liveness-path=alive", "smallrye-health.readiness-path=/ready");
        assertThat(paths.probe("/api/q/health/alive")).isEqualTo("live");
        assertThat(paths.probe("/ready")).isEqualTo("ready");
        assertThat(paths.probe("/ready/")).isEqualTo("ready");
        assertThat(paths.probe("/api/q/health/started")).isEqualTo("started");
        for (String other : new String[] {
            "/q/health/live", "/api/q/health/live", "/api/q/health", "/api/q/health/alive/x", "/api/q/health/ALIVE", "/"
        }) {
            assertThat(paths.probe(other)).as(other).isNull();
        }
    }

    @Test
    @DisplayName("end at a slash: a longer name is another path")
    void longer() {
        assertThat(paths().isHealth("/q/health/group/x")).isTrue();
        assertThat(paths().isHealth("/q/healthy")).isFalse();
        assertThat(paths().isExplorer("/q/swagger-ui")).isTrue();
        assertThat(paths().isExplorer("/q/swagger-ui-2")).isFalse();
    }
}
