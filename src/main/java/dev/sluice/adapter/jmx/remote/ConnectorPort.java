package dev.sluice.adapter.jmx.remote;

import dev.sluice.adapter.jmx.remote.CallerAddress.HidingSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.RemoteServer;
import java.rmi.server.ServerNotActiveException;
import org.jspecify.annotations.Nullable;

/** The one port of a connector, for the registry and all its objects. Thread-safe. */
final class ConnectorPort implements RMIServerSocketFactory, AutoCloseable {

    private static final int MOST_CONNECTIONS = 100;
    private static final int BACKLOG = 50;

    private final InetAddress host;
    private final @Nullable TlsKeys tls;
    private final CallerAddress callers = new CallerAddress(MOST_CONNECTIONS);
    private volatile @Nullable ServerSocket listening;

    /**
     * Creates the port, which does not listen yet.
     *
     * @param host the address to listen at
     * @param tls the keys of this server, or null for connections without TLS
     */
    ConnectorPort(InetAddress host, @Nullable TlsKeys tls) {
        this.host = host;
        this.tls = tls;
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        ServerSocket socket = new CountingSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port), BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        listening = socket;
        return socket;
    }

    /** Returns the number of the port, once it listens. */
    int number() {
        ServerSocket socket = listening;
        if (socket == null) {
            throw new IllegalStateException("the port does not listen");
        }
        return socket.getLocalPort();
    }

    /** Returns the address of the client whose call the current thread serves. */
    String caller() {
        try {
            return callers.of(RemoteServer.getClientHost());
        } catch (ServerNotActiveException e) {
            throw new IllegalStateException("no call of a client", e);
        }
    }

    /** Stops listening. RMI itself leaves a port open that the system has chosen. */
    @Override
    public void close() throws IOException {
        ServerSocket socket = listening;
        if (socket != null) {
            socket.close();
        }
    }

    private Socket encrypted(Socket plain) throws IOException {
        if (tls == null) {
            return plain;
        }
        try {
            return tls.encrypt(plain, host.getHostAddress());
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** Accepts a bounded number of connections; a client has no other way to take threads before its login. */
    private final class CountingSocket extends ServerSocket {

        private CountingSocket() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            while (true) {
                HidingSocket socket = callers.socket();
                implAccept(socket);
                if (socket.enter()) {
                    return encrypted(socket);
                }
                socket.close();
            }
        }
    }
}
