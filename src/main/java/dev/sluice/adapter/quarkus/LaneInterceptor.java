package dev.sluice.adapter.quarkus;

import dev.sluice.pool.AcquireContext;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.value.Values;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens the scope that {@link Lane} describes, around transactions, which acquire inside it. */
@Lane
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class LaneInterceptor {

    @AroundInvoke
    Object around(InvocationContext invocation) throws Exception {
        Lane lane = laneOf(invocation);
        if (lane == null) {
            return invocation.proceed();
        }
        AcquireContext.Scope scope = AcquireContext.open(request(lane, AcquireContext.current()));
        try {
            return invocation.proceed();
        } finally {
            scope.close();
        }
    }

    private static @Nullable Lane laneOf(InvocationContext invocation) {
        Lane onMethod = invocation.getMethod().getAnnotation(Lane.class);
        return onMethod == null ? invocation.getMethod().getDeclaringClass().getAnnotation(Lane.class) : onMethod;
    }

    static AcquireRequest request(Lane lane, AcquireRequest outer) {
        AcquireRequest request = outer.withPriority(lane.value());
        if (!lane.timeout().isEmpty()) {
            request = request.withTimeout(Values.DURATION.read("@Lane timeout", lane.timeout()));
        }
        if (!lane.leakThreshold().isEmpty()) {
            request = request.withLeakThreshold(Values.DURATION.read("@Lane leakThreshold", lane.leakThreshold()));
        }
        for (String text : lane.tags()) {
            for (Map.Entry<String, String> tag :
                    Values.TAG.read("@Lane tags", text).entrySet()) {
                request = request.withTag(tag.getKey(), tag.getValue());
            }
        }
        return request;
    }
}
