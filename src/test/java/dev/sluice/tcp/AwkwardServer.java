package dev.sluice.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Answers each question with the question, and ends connections at moments that a seed chooses. */
final class AwkwardServer implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Map<String, Moment> met = new ConcurrentHashMap<>();
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final int length;
    private final Random random;

    /** The fate of a question. */
    enum Moment {
        ANSWER,
        ANSWER_AND_END,
        ANSWER_AND_MORE,
        ANSWER_AND_MORE_AND_END,
        HALF_AND_END,
        END;

        private static final Set<Moment> LAST = EnumSet.of(ANSWER_AND_END, ANSWER_AND_MORE_AND_END, HALF_AND_END, END);

        boolean isAnswered() {
            return this != HALF_AND_END && this != END;
        }
    }

    /**
     * Begins to accept.
     *
     * @param length of questions
     */
    AwkwardServer(int length, long seed) throws IOException {
        this.length = length;
        this.random = new Random(seed);
        daemon(this::accept);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Returns the fate of the question; null if the question has not arrived. */
    Moment metBy(String question) {
        return met.get(question);
    }

    /** Returns whether the fate of the question is complete. */
    boolean isDoneWith(String question) {
        return done.contains(question);
    }

    private synchronized Moment next() {
        return Moment.values()[random.nextInt(Moment.values().length)];
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException e) {
                // it is being closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] question = new byte[length];
            Moment moment = Moment.ANSWER;
            while (!Moment.LAST.contains(moment)) {
                in.readFully(question);
                moment = next();
                met.put(new String(question, US_ASCII), moment);
                answer(socket.getOutputStream(), question, moment);
                if (Moment.LAST.contains(moment)) {
                    socket.close();
                }
                done.add(new String(question, US_ASCII));
            }
        } catch (IOException e) {
            // the other side has ended it
        } finally {
            sockets.remove(socket);
        }
    }

    private void answer(OutputStream out, byte[] question, Moment moment) throws IOException {
        switch (moment) {
            case ANSWER, ANSWER_AND_END -> out.write(question);
            case ANSWER_AND_MORE, ANSWER_AND_MORE_AND_END -> {
                byte[] twice = Arrays.copyOf(question, 2 * length);
                System.arraycopy(question, 0, twice, length, length);
                out.write(twice);
            }
            case HALF_AND_END -> out.write(question, 0, length / 2);
            case END -> {}
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "awkward-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        ConnectedSocket.quietly(listener::close);
        sockets.forEach(socket -> ConnectedSocket.quietly(socket::close));
    }
}
