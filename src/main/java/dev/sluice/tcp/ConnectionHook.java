package dev.sluice.tcp;

/** A callback of the application for a moment in the life of a connection. A worker calls it, never under a lock. */
@FunctionalInterface
public interface ConnectionHook {

    /** Nothing. */
    ConnectionHook NONE = connection -> {};

    /** Does it. */
    void run(TcpConnection connection) throws Exception;
}
