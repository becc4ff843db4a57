package dev.sluice.tcp;

/** How a {@link TcpConnection} stands. */
public enum ConnectionState {
    /** It is being dialled, or is about to be. */
    CONNECTING,
    /** It can be used. */
    CONNECTED,
    /** The last attempt to dial it failed, or it broke soon after one; the next attempt is made later. */
    BACKOFF,
    /** It has ended. */
    CLOSED
}
