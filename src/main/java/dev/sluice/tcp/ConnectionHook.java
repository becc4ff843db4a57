package dev.sluice.tcp;

/** What an application does with a connection at a certain moment. Called by a worker, never under a lock. */
@FunctionalInterface
public interface ConnectionHook {

    /** Nothing. */
    ConnectionHook NONE = connection -> {};

    /** Does it. */
    void run(TcpConnection connection) throws Exception;
}
