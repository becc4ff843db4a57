package dev.sluice.adapter.cli;

import dev.sluice.time.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/**
 * Runs the common commands once against a made-up service in this process, so that the JVM can archive the classes that
 * they use. The launcher starts it for that, and shows nothing of it.
 */
final class Rehearsal {

    private static final String POOL = """
            {"name":"orders","state":"RUNNING","stateReason":null,"provenSecondsAgo":0.1,"total":2,"inUse":1,\
            "available":1,"waiting":1,"waitingByLane":{"HIGH":1},"utilization":0.5,"ready":true,"readiness":"READY",\
            "specifics":{},"counters":{"acquired":7,"waits":1,"waitedSeconds":0.01,"longestWaitSeconds":0.01},\
            "connections":[{"id":"conn_1_1","inUse":true,"ageSeconds":60,"heldSeconds":12.5,"holder":"worker-1",\
            "tags":{"feature":"billing"}}],"waiters":[],"holders":[]}""";
    private static final List<List<String>> COMMANDS = List.of(
            List.of("stats", "orders"),
            List.of("stats", "--all"),
            List.of("top", "--once"),
            List.of("pools"),
            List.of("waiters", "orders"),
            List.of("holders", "orders", "--json"),
            List.of("events", "orders"),
            List.of("do", "orders", "reset"),
            List.of("operations"),
            List.of("--version"),
            List.of("--help"),
            List.of("unknown"));

    private Rehearsal() {}

    public static void main(String... args) throws IOException {
        try (ServerSocket service = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            Workers.start("sluice-rehearsal", () -> serve(service));
            PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
            for (List<String> words : COMMANDS) {
                CommandLine main =
                        Main.commandLine(words.get(0)).setOut(nowhere).setErr(nowhere);
                main.execute(line(words, "http://127.0.0.1:" + service.getLocalPort()));
            }
        }
    }

    private static String[] line(List<String> words, String url) {
        return words.get(0).startsWith("-")
                ? words.toArray(String[]::new)
                : String.join(" ", String.join(" ", words), "--url", url).split(" ");
    }

    private static void serve(ServerSocket service) {
        while (!service.isClosed()) {
            try (Socket client = service.accept()) {
                answer(client);
            } catch (IOException e) {
                // the client ends its command with a failure, or the rehearsal is over
            }
        }
    }

    private static void answer(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            head.append((char) next);
        }
        boolean isList = head.indexOf("/pools ") > 0 || head.indexOf("/operations ") > 0 || head.indexOf("/events") > 0;
        String body = isList ? "[" + POOL + "]" : POOL;
        OutputStream out = client.getOutputStream();
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
