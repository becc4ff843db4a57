package dev.sluice.tcp;

import dev.sluice.pool.Lease;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is dialled again whenever it breaks. A thread that reads or writes waits until the connection is
 * up, within a timeout. A failed call is not repeated, because its progress on the other side is unknown: the caller
 * decides. After a failure the same object works again as soon as it is connected.
 *
 * <p><b>Threads.</b> One thread may read while another thread writes; two reads, or two writes, run one after the
 * other. {@link #close()} from any thread ends both.
 *
 * <p><b>Failures.</b> {@code cannot read: …} or {@code cannot write: …} with the cause: the connection broke, or the
 * other side ended it. A {@link SocketTimeoutException}: the time was over. {@code cannot perform I/O on closed
 * connection}: a thread closed the connection. {@link InterruptedException}: the thread was interrupted while it
 * waited; after an interrupt in a system call, the connection is dialled again.
 *
 * <p><b>Another socket.</b> The holder is bound to the first socket that it used. If this socket breaks or is replaced
 * outside a call, the next call fails with the same message. Each thread that used the socket receives that failure
 * once. Only later calls use the next socket. So a request is never divided between two sockets, and data from the new
 * socket is never mistaken for an earlier answer.
 *
 * <p><b>Unread data.</b> After a read that timed out, an answer may still arrive. Its caller may continue to read.
 * Before the next lease, the connection is dialled again. The same holds if data was left unread, or if fewer answers
 * were {@linkplain #answered() read} than {@linkplain #expectAnswer() expected}.
 */
public final class TcpConnection implements AutoCloseable {

    private final IoLimits limits;
    private final ReconnectLoop reconnect;
    private final SocketCalls calls;
    private final SocketUpkeep upkeep;
    private volatile @Nullable Lease<TcpConnection> lease;
    private volatile String name = "";

    TcpConnection(TcpRuntime runtime, IoLimits limits) {
        this.limits = limits;
        this.reconnect = new ReconnectLoop(runtime);
        this.calls = new SocketCalls(runtime, reconnect, this::resetOnClose);
        this.upkeep = new SocketUpkeep(calls, reconnect, this::isLeased);
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
     * Returns the failure of the last attempt to connect. Returns null if that attempt succeeded, or if the first
     * attempt has not ended.
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

    /** Returns the address of the other side, or null while the connection is down. */
    public @Nullable SocketAddress remoteAddress() {
        ConnectedSocket wire = reconnect.wire();
        return wire == null ? null : wire.socket().getRemoteSocketAddress();
    }

    /** Returns the local address, or null while the connection is down. */
    public @Nullable SocketAddress localAddress() {
        ConnectedSocket wire = reconnect.wire();
        return wire == null ? null : wire.socket().getLocalSocketAddress();
    }

    /** Reads with the pool's read timeout. See {@link #read(byte[], int, int, Duration)}. */
    public int read(byte[] buffer) throws IOException, InterruptedException {
        return read(buffer, limits.read());
    }

    /** Fills the buffer as far as bytes have arrived. See {@link #read(byte[], int, int, Duration)}. */
    public int read(byte[] buffer, Duration timeout) throws IOException, InterruptedException {
        return read(buffer, 0, buffer.length, timeout);
    }

    /** Reads like {@link #read(byte[], int, int, Duration)}, with the pool's read timeout. */
    int read(byte[] buffer, int offset, int length) throws IOException, InterruptedException {
        return read(buffer, offset, length, limits.read());
    }

    /**
     * Reads the bytes that have arrived, at least one.
     *
     * @param timeout maximum time, including the wait for a connection; zero for no limit
     * @return the number of bytes, from 1 to {@code length}; zero only if {@code length} is zero
     * @throws IOException see the class; also at the end of the stream
     */
    public int read(byte[] buffer, int offset, int length, Duration timeout) throws IOException, InterruptedException {
        return length == 0 ? 0 : calls.read(buffer, offset, length, timeout);
    }

    /** Writes with the pool's write timeout. See {@link #write(byte[], int, int, Duration)}. */
    public void write(byte[] bytes) throws IOException, InterruptedException {
        write(bytes, limits.write());
    }

    /** Writes all bytes. See {@link #write(byte[], int, int, Duration)}. */
    public void write(byte[] bytes, Duration timeout) throws IOException, InterruptedException {
        write(bytes, 0, bytes.length, timeout);
    }

    /** Writes like {@link #write(byte[], int, int, Duration)}, with the pool's write timeout. */
    void write(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        write(bytes, offset, length, limits.write());
    }

    /**
     * Passes all bytes to the operating system. Their arrival is unknown until the other side answers. After a failure,
     * some of the bytes may have been sent; none is sent again.
     *
     * <p>A write that times out before the connection is up has sent nothing. A write that times out later has broken
     * the connection, because a part of the bytes may have been sent.
     *
     * @param timeout maximum time, including the wait for a connection; zero for no limit
     * @throws IOException see the class
     */
    public void write(byte[] bytes, int offset, int length, Duration timeout) throws IOException, InterruptedException {
        calls.write(bytes, offset, length, timeout);
    }

    /**
     * Announces that the data being written expects an answer. If {@link #answered()} is called less often before the
     * end of the lease, the connection is dialled again before the next lease. After a call failed with a broken
     * connection, no answers are expected.
     */
    public void expectAnswer() {
        calls.binding().expectAnswer();
    }

    /** Reports that an answer has been read completely. See {@link #expectAnswer()}. */
    public void answered() {
        calls.binding().answered();
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
     * Closes the connection permanently. Threads that read or write fail, and the pool replaces the connection when the
     * lease ends. Further calls have no effect.
     *
     * @throws IOException {@code cannot close: …}; the connection has ended nevertheless
     */
    @Override
    public void close() throws IOException {
        Lease<TcpConnection> current = lease;
        if (current != null) {
            current.invalidate();
        }
        end();
    }

    /** Ends the connection on behalf of its pool. */
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

    /** Records the current lease. Returns false if the connection must no longer be used. */
    boolean lentBy(Lease<TcpConnection> current) {
        lease = current;
        return !isClosed();
    }

    /** Returns false if the last lease of this connection has ended; true if there was none. */
    private boolean isLeased() {
        Lease<TcpConnection> current = lease;
        return current == null || current.isOpen();
    }

    private void resetOnClose() {
        Lease<TcpConnection> current = lease;
        if (current != null) {
            current.resetOnClose();
        }
    }

    /**
     * Ensures, at the beginning of a lease, that the connection is up and has no data of earlier leases. Otherwise
     * dials again.
     *
     * @return false if the connection must be dialled
     */
    boolean makeFresh() {
        return upkeep.makeFresh();
    }

    /** Dials again, at the end of a lease, if data may still arrive for which no thread waits. */
    void tidy() {
        upkeep.tidy();
    }

    /** Checks whether the other side has ended the connection, unless a thread reads. */
    void checkEnd() {
        upkeep.checkEnd();
    }

    /** Returns whether a thread writes, or waits to write. */
    boolean isBeingWritten() {
        return calls.writing().isLocked();
    }

    /** Returns whether a thread is about to read or write on a socket that is up. */
    boolean isInCall() {
        return calls.binding().isBusy();
    }

    /** Stops dialling: a connection that breaks from now on stays down. */
    void dialNoMore() {
        reconnect.dialNoMore();
    }

    @Override
    public String toString() {
        return "TcpConnection[" + name + ", " + state() + ", " + remoteAddress() + "]";
    }
}
