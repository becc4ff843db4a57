package dev.sluice.tcp;

/** A callback of the application for one stage in the life of a connection. A worker calls it, never under a lock. */
@FunctionalInterface
public interface ConnectionHook {

    /** A hook without effect. */
    ConnectionHook NONE = connection -> {};

    /** Handles the connection. */
    void run(TcpConnection connection) throws Exception;
}
