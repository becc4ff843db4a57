package dev.sluice.tcp;

/** The state of a {@link TcpConnection}. */
public enum ConnectionState {
    /** An attempt to connect is under way or due. */
    CONNECTING,
    /** The connection can be used. */
    CONNECTED,
    /** The last attempt to connect failed, or the connection broke soon after it; the next attempt follows later. */
    BACKOFF,
    /** The connection has ended. */
    CLOSED
}
