package dev.sluice.adapter.quarkus;

import dev.sluice.pool.AcquireContext;
import dev.sluice.pool.AcquireRequest;
import java.util.Map;
import org.eclipse.microprofile.context.spi.ThreadContextProvider;
import org.eclipse.microprofile.context.spi.ThreadContextSnapshot;
import org.jspecify.annotations.Nullable;

/** Passes lane and tags to the threads to which MicroProfile Context Propagation passes work. */
public class LaneContextProvider implements ThreadContextProvider {

    private static final String TYPE = "SluiceLane";

    @Override
    public ThreadContextSnapshot currentContext(Map<String, String> properties) {
        return snapshot(AcquireContext.current());
    }

    @Override
    public ThreadContextSnapshot clearedContext(Map<String, String> properties) {
        return snapshot(null);
    }

    @Override
    public String getThreadContextType() {
        return TYPE;
    }

    private static ThreadContextSnapshot snapshot(@Nullable AcquireRequest request) {
        return () -> {
            AcquireContext.Scope scope = AcquireContext.open(request);
            return scope::close;
        };
    }
}
