package dev.sluice.tcp;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** An attempt to connect that another thread can give up. Thread-safe. */
final class ConnectAttempt {

    private @Nullable Socket opening; // Guarded by this
    private boolean givenUp; // Guarded by this

    /** Records a socket before any blocking call on it. */
    void opens(Socket socket) throws IOException {
        synchronized (this) {
            opening = socket;
            if (!givenUp) {
                return;
            }
        }
        socket.close();
        throw new SocketException("given up");
    }

    synchronized boolean isGivenUp() {
        return givenUp;
    }

    void giveUp() {
        Socket socket;
        synchronized (this) {
            givenUp = true;
            socket = opening;
        }
        if (socket != null) {
            ConnectedSocket.quietly(socket::close);
        }
    }
}
