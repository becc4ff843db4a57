package dev.sluice.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A server that nobody gets an answer from, as one that cannot be reached: its queue of newcomers is full. */
public final class FullServer implements AutoCloseable {

    private static final int MOST = 64;

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> queued = new ArrayList<>();

    /** Fills its queue. */
    public FullServer() throws IOException {
        boolean full = false;
        while (!full && queued.size() < MOST) {
            full = !enqueue();
        }
        if (!full) {
            throw new IOException("the queue takes more than " + MOST);
        }
    }

    private boolean enqueue() throws IOException {
        Socket socket = new Socket();
        queued.add(socket);
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()), 300);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Returns the address as {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    @Override
    public void close() {
        ConnectedSocket.quietly(listener::close);
        queued.forEach(socket -> ConnectedSocket.quietly(socket::close));
    }
}
