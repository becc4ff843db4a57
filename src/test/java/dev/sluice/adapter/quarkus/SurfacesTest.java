package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The switch of a surface")
@Tag("fast")
class SurfacesTest {

    private static final Set<String> BUILT = Set.of(Surfaces.HTTP, Surfaces.HEALTH);

    @Test
    @DisplayName("may have the value of the build")
    void same() {
        Map<String, Boolean> switches =
                Map.of(Surfaces.HTTP, true, Surfaces.HEALTH, true, Surfaces.METRICS, false, Surfaces.EVERY_PATH, false);

        assertThatCode(() -> Surfaces.check(BUILT, switches)).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("the key of the deadline header must be set at the build and at the start, or never")
    void header() {
        assertThatCode(() -> Surfaces.checkHeader(Set.of("sluice.deadline.header"), true))
                .doesNotThrowAnyException();
        assertThatCode(() -> Surfaces.checkHeader(BUILT, false)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Surfaces.checkHeader(BUILT, true))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith("sluice.deadline.header is set now, in contrast to the build");
        assertThatThrownBy(() -> Surfaces.checkHeader(Set.of("sluice.deadline.header"), false))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageEndingWith("build it without the key");
    }

    @Test
    @DisplayName("is refused by its key if the build did not include the surface, or if it did")
    void different() {
        assertThatThrownBy(() -> Surfaces.check(BUILT, Map.of(Surfaces.METRICS, true)))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith("sluice.metrics.enabled is true now, and was not at the build of the")
                .hasMessageEndingWith("build it with sluice.metrics.enabled=true, written as true");
        assertThatThrownBy(() -> Surfaces.check(BUILT, Map.of(Surfaces.HEALTH, true, Surfaces.HTTP, false)))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith("sluice.http.enabled is false now, and was not at the build of the");
    }
}
