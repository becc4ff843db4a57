package dev.sluice.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The cost of a login on {@code GET /pool/stats}: a client on one connection sends requests to a running service, in
 * turns without and with an {@code Authorization} header, and prints the requests in a second of each turn, the medians
 * and their ratio. The service must be in demonstration mode, in which local reads need no login.
 *
 * <p>Arguments: the URL of the service, and the value of the header, such as {@code "Bearer <token>"}. A third argument
 * is the URL of another service, which receives the requests without the header: a build without any login, to compare.
 */
public final class AuthenticatedReads {

    private static final int ROUNDS = 9;
    private static final long SECONDS = 4;
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private AuthenticatedReads() {}

    /** Runs the rounds. */
    public static void main(String[] arguments) throws IOException {
        URI service = URI.create(arguments[0]);
        URI other = arguments.length > 2 ? URI.create(arguments[2]) : service;
        byte[] without = request(other, "");
        byte[] with = request(service, "Authorization: " + arguments[1] + "\r\n");
        double[] plain = new double[ROUNDS];
        double[] known = new double[ROUNDS];
        rate(other, without);
        rate(service, with);
        for (int round = 0; round < ROUNDS; round++) {
            plain[round] = rate(other, without);
            known[round] = rate(service, with);
            System.out.printf("without %.0f/s, with %.0f/s%n", plain[round], known[round]);
        }
        System.out.printf(
                "median without %.0f/s, with %.0f/s, ratio %.3f%n",
                median(plain), median(known), median(known) / median(plain));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static byte[] request(URI service, String header) {
        return ("GET /pool/stats HTTP/1.1\r\nHost: " + service.getHost() + ":" + service.getPort() + "\r\n" + header
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static double rate(URI service, byte[] request) throws IOException {
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            long count = 0;
            long begin = System.nanoTime();
            long end = begin + TimeUnit.SECONDS.toNanos(SECONDS);
            while (System.nanoTime() < end) {
                out.write(request);
                readAnswer(in);
                count++;
            }
            return count * 1e9 / (System.nanoTime() - begin);
        }
    }

    private static void readAnswer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int matched = 0;
        while (matched < END_OF_HEAD.length) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the service has closed the connection after: " + head);
            }
            head.append((char) next);
            matched = next == END_OF_HEAD[matched] ? matched + 1 : next == END_OF_HEAD[0] ? 1 : 0;
        }
        String text = head.toString();
        if (!text.startsWith("HTTP/1.1 200")) {
            throw new IOException("no 200: " + text);
        }
        in.skipNBytes(lengthIn(text));
    }

    private static int lengthIn(String head) {
        String name = "content-length: ";
        int from = head.toLowerCase(Locale.ROOT).indexOf(name) + name.length();
        return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
    }
}
