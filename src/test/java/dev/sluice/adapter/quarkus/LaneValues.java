package dev.sluice.adapter.quarkus;

import dev.sluice.admission.Priority;
import dev.sluice.pool.AcquireRequest;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.Map;

/** Reads single values as {@link Lane} does, for tests of other packages. */
public final class LaneValues {

    private LaneValues() {}

    public static Duration timeout(String text) {
        return LaneInterceptor.request(lane(text), AcquireRequest.DEFAULT).timeout();
    }

    public static Map<String, String> tags(String text) {
        return LaneInterceptor.request(lane("", text), AcquireRequest.DEFAULT).tags();
    }

    static Lane lane(String timeout, String... tags) {
        return new Lane() {
            @Override
            public Priority value() {
                return Priority.NORMAL;
            }

            @Override
            public String[] tags() {
                return tags;
            }

            @Override
            public String timeout() {
                return timeout;
            }

            @Override
            public String leakThreshold() {
                return "";
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return Lane.class;
            }
        };
    }
}
