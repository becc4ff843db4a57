package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.AcquireRequest;
import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class LaneCheckTest {

    @Lane(timeout = "2s", leakThreshold = "1m", tags = "feature:billing")
    private static final class Right {}

    @Lane(timeout = "2 seconds")
    private static final class WrongTimeout {}

    @Lane(leakThreshold = "soon")
    private static final class WrongLeakThreshold {}

    @Lane(tags = "billing")
    private static final class WrongTag {}

    @Test
    @DisplayName("@Lane takes the durations of the configuration: 2s, 1m")
    void right() {
        LaneCheck.check("Right", Right.class);
        AcquireRequest request = LaneInterceptor.request(Right.class.getAnnotation(Lane.class), AcquireRequest.DEFAULT);
        assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(request.leakThreshold()).isEqualTo(Duration.ofMinutes(1));
        assertThat(request.tags()).containsEntry("feature", "billing");
    }

    @Test
    @DisplayName("a wrong text in @Lane ends the start and names the place, the member, the rule and the text")
    void wrong() {
        assertRefused(WrongTimeout.class, "place: @Lane timeout must be a duration", "'2 seconds'");
        assertRefused(WrongLeakThreshold.class, "place: @Lane leakThreshold must be a duration", "'soon'");
        assertRefused(WrongTag.class, "place: @Lane tags must be key:value", "'billing'");
    }

    private static void assertRefused(AnnotatedElement element, String start, String end) {
        assertThatThrownBy(() -> LaneCheck.check("place", element))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageStartingWith(start)
                .hasMessageEndingWith(end);
    }
}
