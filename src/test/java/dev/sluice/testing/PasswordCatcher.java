package dev.sluice.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL server that asks everybody for the password in clear text, keeps what it gets, and refuses the log-in. */
public final class PasswordCatcher implements AutoCloseable {

    private static final int SSL = 80877103;
    private static final int GSS = 80877104;
    private static final int LIMIT_MILLIS = 10_000;

    private final ServerSocket server;
    private final List<String> passwords = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** Listens on a free port of the loopback address. */
    public PasswordCatcher() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        OwnThread.EACH.execute(this::serve);
    }

    /** The URL of a database there, by the address of the machine. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/orders";
    }

    /** The port. */
    public int port() {
        return server.getLocalPort();
    }

    /** The passwords that it was given, in order. */
    public List<String> passwords() {
        return List.copyOf(passwords);
    }

    /** Returns the number of connections. */
    public int connections() {
        return connections.get();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                connections.incrementAndGet();
                client.setSoTimeout(LIMIT_MILLIS);
                ask(client);
            } catch (IOException e) {
                // the client has gone, or this ends
            }
        }
    }

    private void ask(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        int code = startup(in);
        while (code == SSL || code == GSS) {
            out.writeByte('N');
            code = startup(in);
        }
        out.writeByte('R');
        out.writeInt(8);
        out.writeInt(3); // a password in clear text, please
        if (in.readByte() == 'p') {
            byte[] password = in.readNBytes(in.readInt() - 4);
            passwords.add(new String(password, 0, password.length - 1, StandardCharsets.UTF_8));
            ByteArrayOutputStream error = new ByteArrayOutputStream();
            error.writeBytes("SFATAL\0C28P01\0Mno\0\0".getBytes(StandardCharsets.US_ASCII));
            out.writeByte('E');
            out.writeInt(error.size() + 4);
            error.writeTo(out);
        }
    }

    private static int startup(DataInputStream in) throws IOException {
        int length = in.readInt();
        int code = in.readInt();
        in.readNBytes(length - 8);
        return code;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
