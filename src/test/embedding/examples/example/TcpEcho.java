package example;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.pool.Lease;
import dev.sluice.tcp.TcpConnection;
import dev.sluice.tcp.TcpPool;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** A pool of connections to an echo server, which serves a single connection here. */
public final class TcpEcho {

    public static void main(String[] arguments) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread echo = new Thread(() -> serve(server));
            echo.start();
            try (TcpPool pool = TcpPool.builder()
                            .name("echo")
                            .address("127.0.0.1:" + server.getLocalPort())
                            .size(1)
                            .readTimeout(Duration.ofSeconds(10))
                            .printer(System.out::println) // lines about broken and failed connections
                            .open();
                    Lease<TcpConnection> lease = pool.acquire(Duration.ofSeconds(5))) {
                TcpConnection connection = lease.resource();
                connection.write("hello".getBytes(US_ASCII)); // waits until it is connected
                byte[] answer = new byte[5];
                int length = 0;
                while (length < answer.length) {
                    length += connection.read(answer, length, answer.length - length, Duration.ofSeconds(10));
                }
                System.out.println("answer: " + new String(answer, US_ASCII));
                System.out.println("connected: " + pool.stats().connected());
            }
            echo.join();
        }
    }

    private static void serve(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (Exception e) {
            System.out.println("served: " + e);
        }
    }
}
