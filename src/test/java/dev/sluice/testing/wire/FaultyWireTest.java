package dev.sluice.testing.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Await;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The wire that can be spoilt")
@Timeout(60)
@Tag("fast")
class FaultyWireTest {

    private static final int END = -1;

    private EchoServer server;
    private FaultyWire wire;
    private Socket client;

    @BeforeEach
    void start() throws IOException {
        server = new EchoServer();
        wire = FaultyWire.to(server.port());
        client = connect();
        assertThat(echo("hello")).isEqualTo("hello");
    }

    @AfterEach
    void end() throws IOException {
        client.close();
        wire.close();
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), wire.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private String echo(String text) throws IOException {
        send(text);
        return new String(client.getInputStream().readNBytes(text.length()));
    }

    private void send(String text) throws IOException {
        client.getOutputStream().write(text.getBytes());
    }

    private Duration timeOfEcho(String text) throws IOException {
        long start = System.nanoTime();
        assertThat(echo(text)).isEqualTo(text);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    @DisplayName("in fair weather all arrives as it was sent, both ways, and the end of a side is passed on")
    void carries() throws Exception {
        String much = "0123456789".repeat(10_000);
        Thread sender = new Thread(() -> {
            try {
                send(much);
                client.shutdownOutput();
            } catch (IOException e) {
                // what is missing is seen below
            }
        });
        sender.start();
        assertThat(new String(client.getInputStream().readAllBytes())).isEqualTo(much);
        sender.join(20_000);
        Await.until("nothing is left of it", () -> wire.links() == 0 && server.ended() == 1);
        assertThat(wire.accepted()).isEqualTo(1);
    }

    @Test
    @DisplayName("latency: an answer takes it twice, once each way, and with the jitter no longer than it may")
    void latency() throws Exception {
        wire.weather(Weather.slow(Duration.ofMillis(40), Duration.ofMillis(20)));
        assertThat(timeOfEcho("slow")).isGreaterThanOrEqualTo(Duration.ofMillis(80));
        wire.weather(Weather.FAIR);
        assertThat(echo("fast")).isEqualTo("fast");
    }

    @Test
    @DisplayName("jitter: of twenty answers some take longer than others")
    void jitter() throws Exception {
        wire.weather(Weather.slow(Duration.ZERO, Duration.ofMillis(30)));
        Duration shortest = Duration.ofDays(1);
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 20; i++) {
            Duration took = timeOfEcho("jitter");
            shortest = took.compareTo(shortest) < 0 ? took : shortest;
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
        assertThat(longest.minus(shortest)).isGreaterThan(Duration.ofMillis(5));
    }

    @Test
    @DisplayName("bandwidth: a thousand bytes at ten thousand a second take a tenth of a second each way")
    void bandwidth() throws Exception {
        wire.weather(Weather.narrow(10_000));
        assertThat(timeOfEcho("x".repeat(1000))).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    @DisplayName("black hole to the server: it gets nothing, the client waits, and better weather does not mend it")
    void blackHoleToServer() throws Exception {
        wire.weather(Weather.blackHole(Way.TO_SERVER));
        long before = server.received();
        send("lost");
        assertSilence();
        wire.weather(Weather.FAIR);
        send("lost, too: TCP leaves nothing out");
        assertSilence();
        assertThat(server.received()).isEqualTo(before);
        assertThat(wire.links()).isEqualTo(1);
    }

    @Test
    @DisplayName("black hole to the client: the server receives all and answers, and the client receives nothing")
    void blackHoleToClient() throws Exception {
        wire.weather(Weather.blackHole(Way.TO_CLIENT));
        long before = server.received();
        send("answer me");
        Await.until("the server has got it", () -> server.received() == before + "answer me".length());
        assertSilence();
        wire.resetLossy();
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    @DisplayName("a connection that has lost nothing in a black hole continues after it")
    void blackHoleThatTookNothing() throws Exception {
        wire.weather(Weather.blackHole(Way.TO_CLIENT, Way.TO_SERVER));
        wire.weather(Weather.FAIR);
        wire.resetLossy();
        assertThat(echo("still here")).isEqualTo("still here");
    }

    private void assertSilence() throws IOException {
        client.setSoTimeout(100);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(20_000);
    }

    @Test
    @DisplayName("reset: both sides are reset, without an orderly end")
    void reset() throws Exception {
        wire.resetAll();
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        Await.until("the server's side has ended", () -> server.ended() == 1 && wire.links() == 0);
    }

    @Test
    @DisplayName("half-close toward the client: it reads the end, and its bytes still arrive")
    void halfCloseToClient() throws Exception {
        wire.halfClose(Way.TO_CLIENT);
        assertThat(client.getInputStream().read()).isEqualTo(END);
        long before = server.received();
        send("more");
        Await.until("it arrived", () -> server.received() == before + 4);
    }

    @Test
    @DisplayName("half-close toward the server: it reads the end, answers all it has read, and ends")
    void halfCloseToServer() throws Exception {
        wire.halfClose(Way.TO_SERVER);
        assertThat(client.getInputStream().read()).isEqualTo(END);
        Await.until("the server's side has ended", () -> server.ended() == 1);
    }

    @Test
    @DisplayName(
            "cut at a byte: exactly that number of bytes arrive, then the connection ends, in the middle of a piece")
    void cut() throws Exception {
        wire.weather(Weather.cut(Way.TO_CLIENT, 7));
        send("abc");
        assertThat(new String(client.getInputStream().readNBytes(3))).isEqualTo("abc");
        send("defghijk");
        assertThat(new String(client.getInputStream().readNBytes(4))).isEqualTo("defg");
        assertThatEnded(client);
    }

    @Test
    @DisplayName("cut at a byte: later connections are cut at the same count of their own bytes")
    void cutsNewcomers() throws Exception {
        wire.weather(Weather.cut(Way.TO_SERVER, 3));
        client.close();
        client = connect();
        long before = server.received();
        send("abcdef");
        Await.until("it was cut", () -> server.ended() == 2);
        assertThat(server.received()).isEqualTo(before + 3);
        assertThatEnded(client);
    }

    /** By an end or a reset: bytes that the wire had not read yet make a difference to TCP. */
    private static void assertThatEnded(Socket socket) {
        try {
            socket.getInputStream().skipNBytes(3);
            assertThat(socket.getInputStream().read()).isEqualTo(END);
        } catch (IOException e) {
            assertThat(e).isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    @DisplayName("slow close: the server sees the client's end only after the delay")
    void slowClose() throws Exception {
        wire.weather(Weather.slowToClose(Duration.ofMillis(150)));
        long start = System.nanoTime();
        client.close();
        Await.until("the server's side has ended", () -> server.ended() == 1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    @DisplayName(
            "refused connects: new clients are refused, connected ones continue, and the same port accepts again later")
    void closedDoor() throws Exception {
        int port = wire.port();
        wire.closeDoor();
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        assertThat(echo("inside")).isEqualTo("inside");
        wire.openDoor();
        assertThat(wire.port()).isEqualTo(port);
        client.close();
        client = connect();
        assertThat(echo("again")).isEqualTo("again");
    }

    @Test
    @DisplayName("reset at the accept: new clients are accepted, reset and counted; connected ones continue")
    void resetAtTheDoor() throws Exception {
        wire.resetAtTheDoor();
        int before = wire.accepted();
        try (Socket turnedAway = connect()) {
            assertThatThrownBy(() -> turnedAway.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        assertThat(wire.accepted()).isEqualTo(before + 1);
        assertThat(echo("inside")).isEqualTo("inside");
        wire.openDoor();
        client.close();
        client = connect();
        assertThat(echo("again")).isEqualTo("again");
    }

    @Test
    @DisplayName("a missing server has the effect of a reset")
    void noServer() throws Exception {
        server.close();
        try (Socket lost = connect()) {
            assertThatThrownBy(() -> lost.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }
}
