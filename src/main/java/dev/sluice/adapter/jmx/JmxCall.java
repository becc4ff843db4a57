package dev.sluice.adapter.jmx;

import dev.sluice.access.Requester;
import org.jspecify.annotations.Nullable;

/**
 * A call of a client of the connector, from its begin to {@link #close()}, on one thread. During the call, the thread has
 * the identity of the client.
 */
public final class JmxCall implements AutoCloseable {

    private static final ThreadLocal<@Nullable Requester> CURRENT = new ThreadLocal<>();

    private final @Nullable Requester before = CURRENT.get();

    private JmxCall() {}

    /** Begins a call of a client that has logged in. */
    public static JmxCall begin(Requester client) {
        JmxCall call = new JmxCall();
        CURRENT.set(client);
        return call;
    }

    /** Returns the client whose call this thread serves, or null if it serves none of the connector. */
    static @Nullable Requester current() {
        return CURRENT.get();
    }

    @Override
    public void close() {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }
}
