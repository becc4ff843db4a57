package dev.sluice.testing.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;

/** Ways to end a socket that may have ended already. */
final class Sockets {

    private Sockets() {}

    static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed all the same
        }
    }

    /** With a reset instead of an orderly end: what was sent and not read yet is gone. */
    static void abort(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // closed already
        }
        close(socket);
    }
}
