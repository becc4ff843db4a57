package dev.sluice.tcp;

import dev.sluice.pool.Lease;
import dev.sluice.time.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is dialled again whenever it breaks. Whoever reads or writes waits until it is up, within a timeout;
 * a call that fails is not made again, as nobody knows how much of it the other side has seen: the caller decides. After
 * a failure the same object works again as soon as it is connected.
 *
 * <p><b>Threads.</b> One thread may read while another one writes; two that read, or two that write, come one after the
 * other. {@link #close()} from any thread ends both.
 *
 * <p><b>Failures.</b> {@code cannot read: …} or {@code cannot write: …} with the cause: the connection broke, or the
 * other side ended it, which counts as that. A {@link SocketTimeoutException}: the time was over. {@code cannot perform
 * I/O on closed connection}: some thread closed the connection. {@link InterruptedException}: the thread was
 * interrupted while it waited; after an interrupt in a system call, the connection is dialled anew.
 *
 * <p><b>Another socket.</b> The holder is bound to the first socket that it used. If this socket breaks or is replaced
 * outside a call, the next call fails with the same words, once for each thread that used the socket. Only later calls
 * use the next socket. No half of a request therefore goes to the new socket, and no data from it is taken for an
 * earlier answer.
 *
 * <p><b>Unread data.</b> After a read that timed out, an answer is still on its way. Its caller may read on; before the
 * next holder gets the connection, it is dialled anew. The same holds if data was left unread, or if fewer answers were
 * {@linkplain #answered() read} than {@linkplain #expectAnswer() expected}.
 */
public final class TcpConnection implements AutoCloseable {

    /** So often a thread that reads looks whether it was interrupted. */
    private static final int LOOK_MILLIS = 100;

    private final TcpRuntime runtime;
    private final IoLimits limits;
    private final ReconnectLoop reconnect;
    private final SocketBinding binding = new SocketBinding();
    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile @Nullable Lease<TcpConnection> lease;
    private volatile boolean untidy;
    private volatile String name = "";

    TcpConnection(TcpRuntime runtime, IoLimits limits) {
        this.runtime = runtime;
        this.limits = limits;
        this.reconnect = new ReconnectLoop(runtime);
    }

    /** Begins to connect. */
    void open() {
        reconnect.dial();
    }

    /** Returns the current state. */
    public ConnectionState state() {
        return reconnect.state();
    }

    /**
     * Returns the failure of the last attempt to connect; null if that succeeded, or is the first one and has not
     * ended.
     */
    @Nullable
    String lastFailure() {
        return reconnect.lastFailure();
    }

    /** Returns whether the connection can be used without a wait. */
    public boolean isConnected() {
        return reconnect.wire() != null;
    }

    /** Returns whether the connection has ended. */
    public boolean isClosed() {
        return reconnect.state() == ConnectionState.CLOSED;
    }

    /** Returns the name in the pool, {@code conn_<index>_<epoch nanos>}. */
    public String name() {
        return name;
    }

    /** Where it is connected to now, or null. */
    public @Nullable SocketAddress remoteAddress() {
        ConnectedSocket wire = reconnect.wire();
        return wire == null ? null : wire.socket().getRemoteSocketAddress();
    }

    /** Where it is connected from now, or null. */
    public @Nullable SocketAddress localAddress() {
        ConnectedSocket wire = reconnect.wire();
        return wire == null ? null : wire.socket().getLocalSocketAddress();
    }

    /** Reads with the pool's read timeout. See {@link #read(byte[], int, int, Duration)}. */
    public int read(byte[] buffer) throws IOException, InterruptedException {
        return read(buffer, limits.read());
    }

    /** Fills as much of the buffer as is there. See {@link #read(byte[], int, int, Duration)}. */
    public int read(byte[] buffer, Duration timeout) throws IOException, InterruptedException {
        return read(buffer, 0, buffer.length, timeout);
    }

    /** As {@link #read(byte[], int, int, Duration)}, with the pool's read timeout. */
    int read(byte[] buffer, int offset, int length) throws IOException, InterruptedException {
        return read(buffer, offset, length, limits.read());
    }

    /**
     * Reads what is there, at least one byte.
     *
     * @param timeout for everything, the wait for a connection included; zero is for ever
     * @return how many bytes, from 1 to {@code length}; zero only if that is zero
     * @throws IOException see the class; the end of the stream is one, too
     */
    public int read(byte[] buffer, int offset, int length, Duration timeout) throws IOException, InterruptedException {
        if (length == 0) {
            return 0;
        }
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

    /**
     * Returns the socket that the holder is bound to; fails at once if that socket is gone, without waiting for
     * another.
     */
    private ConnectedSocket attach(String doing, Deadline deadline) throws IOException, InterruptedException {
        if (isClosed()) {
            throw FailureTexts.closed();
        }
        binding.check(doing, reconnect.wire());
        ConnectedSocket wire = reconnect.await(deadline, doing);
        binding.enter(doing, wire);
        return wire;
    }

    /** Returns the exception to throw after the call on this socket has failed. */
    private IOException broke(String doing, ConnectedSocket wire, IOException failure) throws InterruptedException {
        binding.tell(wire);
        if (Thread.currentThread().isInterrupted()) {
            reconnect.renew(wire); // an interrupt closes the socket
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
            throw FailureTexts.late(FailureTexts.READ, "nothing came", deadline.length());
        }
    }

    /** Marks the connection for a reset, so that the next holder does not read late bytes. */
    private void leaveUntidy() {
        untidy = true;
        Lease<TcpConnection> current = lease;
        if (current != null) {
            current.resetOnClose();
        }
    }

    /** Writes with the pool's write timeout. See {@link #write(byte[], int, int, Duration)}. */
    public void write(byte[] bytes) throws IOException, InterruptedException {
        write(bytes, limits.write());
    }

    /** Writes them all. See {@link #write(byte[], int, int, Duration)}. */
    public void write(byte[] bytes, Duration timeout) throws IOException, InterruptedException {
        write(bytes, 0, bytes.length, timeout);
    }

    /** As {@link #write(byte[], int, int, Duration)}, with the pool's write timeout. */
    void write(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        write(bytes, offset, length, limits.write());
    }

    /**
     * Hands all of it to the system. That it arrives is not known before the other side answers. If it fails, some of it
     * may have been sent; none is sent again. Of a write that ran out of time before the connection was up, nothing was
     * sent; of one that ran out of time later, the connection is broken, as half of it may have been.
     *
     * @param timeout for everything, the wait for a connection included; zero is for ever
     * @throws IOException see the class
     */
    public void write(byte[] bytes, int offset, int length, Duration timeout) throws IOException, InterruptedException {
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
            binding.tell(wire);
            reconnect.broke(wire, FailureTexts.words(late), late);
            throw isClosed() ? FailureTexts.closed() : late;
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
        if (isClosed()) {
            throw FailureTexts.closed();
        }
        if (deadline.isNever()) {
            way.lockInterruptibly();
        } else if (!way.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
            throw FailureTexts.late(doing, "another thread was at it, not done", deadline.length());
        }
    }

    /**
     * Announces that an answer is due to the data being written. If the lease ends before {@link #answered()} was
     * called as often, the connection is dialled anew before the next holder gets it. A caller whose call failed with a
     * broken connection owes no answers.
     */
    public void expectAnswer() {
        binding.expectAnswer();
    }

    /** Reports that one more answer has been read completely. See {@link #expectAnswer()}. */
    public void answered() {
        binding.answered();
    }

    /**
     * Returns the input as a stream. Its reads wait as {@link #read(byte[])} does. The end of the input is an {@link
     * IOException}, not -1, because the connection continues after a redial. An interrupt is an {@link
     * java.io.InterruptedIOException}. Closing the stream closes the connection.
     */
    public InputStream input() {
        return new TcpInput(this::read, this::close);
    }

    /** Returns the output as a stream without a buffer, see {@link #input()}. */
    public OutputStream output() {
        return new TcpOutput(this::write, this::close);
    }

    /**
     * Ends it for good: whoever reads or writes is told so, and its pool puts another one in its place when the lease
     * ends. To close it again is harmless.
     *
     * @throws IOException {@code cannot close: …}; it has ended all the same
     */
    @Override
    public void close() throws IOException {
        Lease<TcpConnection> current = lease;
        if (current != null) {
            current.invalidate();
        }
        end();
    }

    /** Ends it, by its pool. */
    void end() throws IOException {
        ConnectedSocket wire = reconnect.close();
        if (wire != null) {
            try {
                wire.close();
            } catch (IOException e) {
                throw new IOException(FailureTexts.CLOSE + FailureTexts.words(e), e);
            }
        }
    }

    void name(String given) {
        name = given;
    }

    /** Somebody has it now; false if it must not be had any more. */
    boolean lentBy(Lease<TcpConnection> current) {
        lease = current;
        return !isClosed();
    }

    /**
     * Ensures, at the beginning of a lease, that the connection is up and has no data of earlier leases; otherwise
     * dials anew.
     *
     * @return false if the connection has to be dialled
     */
    boolean makeFresh() {
        ConnectedSocket wire = reconnect.wire();
        boolean fresh = wire == null || isFresh(wire);
        binding.begin();
        return fresh;
    }

    private boolean isFresh(ConnectedSocket wire) {
        if (untidy || binding.isOwed() || binding.isBusy() || !lockBoth()) {
            untidy = false;
            reconnect.renew(wire);
            return false;
        }
        try {
            wire.glance();
            breakIfEnded(wire);
            if (wire.hasUnread() && wire.isUsed()) {
                reconnect.renew(wire);
            }
        } catch (IOException e) {
            brokeUnused(wire, e);
        } finally {
            writing.unlock();
            reading.unlock();
        }
        return reconnect.wire() == wire;
    }

    /** Locks reading and writing while no caller holds the connection: only a check of it may be under way. */
    private boolean lockBoth() {
        try {
            if (reading.tryLock() || reading.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (writing.tryLock()) {
                    return true;
                }
                reading.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Dials anew, at the end of a lease, if data may still arrive that no thread waits for. */
    void tidy() {
        if (untidy || binding.isOwed()) {
            untidy = false;
            ConnectedSocket wire = reconnect.wire();
            if (wire != null) {
                reconnect.renew(wire);
            }
        }
        binding.begin();
    }

    /** Returns whether a thread reads, or waits to read. */
    boolean isBeingRead() {
        return reading.isLocked();
    }

    /** Returns whether a thread writes, or waits to write. */
    boolean isBeingWritten() {
        return writing.isLocked();
    }

    /** Returns whether a thread is about to read or write on a socket that is up. */
    boolean isInCall() {
        return binding.isBusy();
    }

    /** If nobody reads: finds out whether the other side has ended it. */
    void look() {
        if (!reading.tryLock()) {
            return;
        }
        try {
            ConnectedSocket wire = reconnect.wire();
            if (wire != null) {
                lookAt(wire);
            }
        } finally {
            reading.unlock();
        }
    }

    private void lookAt(ConnectedSocket wire) {
        try {
            wire.look();
            if (!wire.hasUnread() || !isUsedNow(wire)) {
                breakIfEnded(wire);
            } // otherwise the holder reads that first
        } catch (IOException e) {
            brokeUnused(wire, e);
        }
    }

    private boolean isUsedNow(ConnectedSocket wire) {
        Lease<TcpConnection> current = lease;
        return binding.isTo(wire) && (current == null || current.isOpen());
    }

    private static void breakIfEnded(ConnectedSocket wire) throws IOException {
        if (wire.isEnded()) {
            throw new EOFException(FailureTexts.ENDED);
        }
    }

    private void brokeUnused(ConnectedSocket wire, IOException failure) {
        wire.over(FailureTexts.words(failure));
        reconnect.broke(wire, FailureTexts.READ + wire.end(), failure);
    }

    /** If it breaks from now on, it stays so. */
    void dialNoMore() {
        reconnect.dialNoMore();
    }

    @Override
    public String toString() {
        return "TcpConnection[" + name + ", " + state() + ", " + remoteAddress() + "]";
    }
}
