package dev.sluice.adapter.quarkus;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An endpoint that sends back what it gets, as {@code sluice.endpoints.cache}. */
public class EchoResource implements QuarkusTestResourceLifecycleManager {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private ServerSocket listener;

    @Override
    public Map<String, String> start() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
        return Map.of(
                "sluice.endpoints.cache.address", "127.0.0.1:" + listener.getLocalPort(),
                "sluice.endpoints.cache.size", "3",
                "sluice.endpoints.cache.retry-min", "50ms",
                "sluice.endpoints.cache.retry-max", "200ms",
                "sluice.endpoints.cache.read-timeout", "20s");
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                threads.execute(() -> echo(socket));
            } catch (IOException e) {
                // it has been stopped
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // the other side has gone
        }
    }

    /** Closes the listener, and cuts every connection. */
    void goDown() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(EchoResource.class));
    }

    @Override
    public void stop() {
        try {
            goDown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
