package dev.sluice.tcp;

/** The state of a {@link TcpConnection}. */
public enum ConnectionState {
    /** An attempt to connect is under way or due. */
    CONNECTING,
    /** The connection can be used. */
    CONNECTED,
    /** The last attempt to dial it failed, or it broke soon after one; the next attempt is made later. */
    BACKOFF,
    /** The connection has ended. */
    CLOSED
}
