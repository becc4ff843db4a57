package dev.sluice.jdbc;

/** The part of a connection in one transaction, as the pool sees it. */
interface Enlistment {

    /** Returns whether a transaction has begun work on the connection. */
    boolean isStarted();

    /** Returns whether the transaction refused the connection and did not use it: the session is unchanged. */
    boolean isRefused();

    /** Detaches the connection from a transaction that it has left or never joined. */
    void detach();

    /** Returns whether the connection is no longer part of the transaction. */
    boolean isDetached();
}
