package dev.sluice.tcp;

import dev.sluice.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The reads and writes of a holder. Each waits for the connection, within its deadline, on the socket to which the
 * holder is bound. Thread-safe; reads run one after the other, and so do writes.
 */
final class SocketCalls {

    /** Interval at which a reading thread checks whether it was interrupted, in milliseconds. */
    static final int LOOK_MILLIS = 100;

    private final TcpRuntime runtime;
    private final ReconnectLoop reconnect;
    private final Runnable resetOnClose;
    private final SocketBinding binding = new SocketBinding();
    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean untidy;

    /** Creates calls; {@code resetOnClose} requires a reset at the end of the lease, because late bytes may arrive. */
    SocketCalls(TcpRuntime runtime, ReconnectLoop reconnect, Runnable resetOnClose) {
        this.runtime = runtime;
        this.reconnect = reconnect;
        this.resetOnClose = resetOnClose;
    }

    SocketBinding binding() {
        return binding;
    }

    /** Returns the lock of the thread that reads, or checks for the end of the connection. */
    ReentrantLock reading() {
        return reading;
    }

    /** Returns the lock of the thread that writes. */
    ReentrantLock writing() {
        return writing;
    }

    /** Returns whether data may still arrive for which no thread waits. */
    boolean mayHaveLateData() {
        return untidy || binding.isOwed();
    }

    /** Discards the mark for late data, because the connection is dialled again. */
    void forgetLateData() {
        untidy = false;
    }

    /** Reads; see {@link TcpConnection#read(byte[], int, int, Duration)}. */
    int read(byte[] buffer, int offset, int length, Duration timeout) throws IOException, InterruptedException {
        Deadline deadline = IoLimits.deadline(timeout, runtime.ticker());
        enter(reading, deadline, FailureTexts.READ);
        try {
            ConnectedSocket wire = attach(FailureTexts.READ, deadline);
            try {
                return receive(wire, buffer, offset, length, deadline);
            } finally {
                binding.leave();
            }
        } finally {
            reading.unlock();
        }
    }

    /** Writes; see {@link TcpConnection#write(byte[], int, int, Duration)}. */
    void write(byte[] bytes, int offset, int length, Duration timeout) throws IOException, InterruptedException {
        Deadline deadline = IoLimits.deadline(timeout, runtime.ticker());
        enter(writing, deadline, FailureTexts.WRITE);
        try {
            ConnectedSocket wire = attach(FailureTexts.WRITE, deadline);
            try {
                send(wire, bytes, offset, length, deadline);
            } finally {
                binding.leave();
            }
        } finally {
            writing.unlock();
        }
    }

    /**
     * Returns the socket to which the holder is bound. Throws at once if that socket is gone, without a wait for
     * another.
     */
    private ConnectedSocket attach(String doing, Deadline deadline) throws IOException, InterruptedException {
        if (reconnect.isClosed()) {
            throw FailureTexts.closed();
        }
        binding.check(doing, reconnect.wire());
        ConnectedSocket wire = reconnect.await(deadline, doing);
        binding.enter(doing, wire);
        return wire;
    }

    /** Returns the exception to throw after the call on this socket has failed. */
    private IOException broke(String doing, ConnectedSocket wire, IOException failure) throws InterruptedException {
        binding.received(wire);
        if (Thread.currentThread().isInterrupted()) {
            reconnect.renew(wire); // an interrupt during a system call has closed the socket
            stopIfInterrupted();
        }
        return reconnect.broke(wire, doing + FailureTexts.words(failure), failure);
    }

    private int receive(ConnectedSocket wire, byte[] buffer, int offset, int length, Deadline deadline)
            throws IOException, InterruptedException {
        int count = 0;
        while (count == 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline.remainingNanos());
            try {
                count = wire.read(buffer, offset, length, (int) Math.max(1, Math.min(left, LOOK_MILLIS)));
            } catch (IOException e) {
                throw broke(FailureTexts.READ, wire, e);
            }
            if (count == 0) {
                stopIfInterrupted();
                giveUpAt(deadline);
            }
        }
        return count;
    }

    private void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            leaveUntidy();
            throw new InterruptedException();
        }
    }

    private void giveUpAt(Deadline deadline) throws IOException {
        if (deadline.isExpired()) {
            leaveUntidy();
            throw FailureTexts.late(FailureTexts.READ, "no byte arrived", deadline.length());
        }
    }

    /** Marks the connection for a reset, so that the next holder does not read late bytes. */
    private void leaveUntidy() {
        untidy = true;
        resetOnClose.run();
    }

    private void send(ConnectedSocket wire, byte[] bytes, int offset, int length, Deadline deadline)
            throws IOException, InterruptedException {
        // a socket has no timeout for writes
        Duration left = deadline.isNever() ? Duration.ZERO : Duration.ofNanos(Math.max(1, deadline.remainingNanos()));
        CallLimit limit = CallLimit.on(() -> notTaken(wire, deadline), left, runtime.timer());
        IOException failure = null;
        try {
            wire.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
        }
        if (!limit.end()) {
            IOException late = FailureTexts.late(FailureTexts.WRITE, "not taken", deadline.length());
            late.initCause(failure);
            binding.received(wire);
            reconnect.broke(wire, FailureTexts.words(late), late);
            throw reconnect.isClosed() ? FailureTexts.closed() : late;
        }
        if (failure != null) {
            throw broke(FailureTexts.WRITE, wire, failure);
        }
    }

    private static void notTaken(ConnectedSocket wire, Deadline deadline) {
        wire.over("a write was not taken within " + FailureTexts.words(deadline.length()));
        wire.abort();
    }

    private void enter(ReentrantLock way, Deadline deadline, String doing) throws IOException, InterruptedException {
        if (reconnect.isClosed()) {
            throw FailureTexts.closed();
        }
        if (deadline.isNever()) {
            way.lockInterruptibly();
        } else if (!way.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
            throw FailureTexts.late(doing, "another thread was at it, not done", deadline.length());
        }
    }
}
