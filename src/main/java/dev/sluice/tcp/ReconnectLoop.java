package dev.sluice.tcp;

import static dev.sluice.tcp.ConnectionState.BACKOFF;
import static dev.sluice.tcp.ConnectionState.CLOSED;
import static dev.sluice.tcp.ConnectionState.CONNECTED;
import static dev.sluice.tcp.ConnectionState.CONNECTING;

import dev.sluice.time.Deadline;
import dev.sluice.time.Timer.Scheduled;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one connection up: dials it, and dials it again when it breaks. Thread-safe. The lock guards the fields only;
 * no call blocks under it.
 *
 * <p>A broken connection is dialled again at once, if it had been up for at least the minimum delay. Otherwise the next
 * attempt waits, so that an endpoint that accepts and drops connections is not dialled in a tight loop.
 */
final class ReconnectLoop {

    private final TcpRuntime runtime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private volatile ConnectionState state = CONNECTING; // Written under lock
    private volatile @Nullable ConnectedSocket wire; // Written under lock; not null if CONNECTED
    private @Nullable ConnectAttempt attempt; // Guarded by lock
    private @Nullable Scheduled next; // Guarded by lock
    private volatile @Nullable String lastFailure; // Written under lock
    private int failures; // Guarded by lock
    private long upSince; // Guarded by lock
    private boolean wasUp; // Guarded by lock
    private boolean last; // Guarded by lock

    ReconnectLoop(TcpRuntime runtime) {
        this.runtime = runtime;
    }

    boolean isClosed() {
        return state() == ConnectionState.CLOSED;
    }

    ConnectionState state() {
        return state;
    }

    /** Returns the current socket, or null. */
    @Nullable
    ConnectedSocket wire() {
        return wire;
    }

    /** Returns the failure of the last attempt, or null. */
    @Nullable
    String lastFailure() {
        return lastFailure;
    }

    /** Begins an attempt to dial, on a worker. */
    void dial() {
        try {
            runtime.diallers().execute(this::attempt);
        } catch (RejectedExecutionException e) {
            close(); // the pool has ended
        }
    }

    private void attempt() {
        ConnectAttempt mine = new ConnectAttempt();
        if (!begin(mine)) {
            return;
        }
        try {
            connected(runtime.dialler().dial(mine));
        } catch (Throwable t) { // an Error, too: the attempt is repeated as after any failure
            failed(t);
        }
    }

    private boolean begin(ConnectAttempt mine) {
        lock.lock();
        try {
            if (state == CLOSED) {
                return false;
            }
            state = CONNECTING;
            attempt = mine;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void connected(ConnectedSocket fresh) {
        lock.lock();
        try {
            attempt = null;
            if (state != CLOSED) {
                if (wasUp) {
                    runtime.counters().reconnects.increment(); // before any thread can use it
                }
                wasUp = true;
                wire = fresh;
                failures = 0;
                lastFailure = null;
                upSince = runtime.ticker().nanos();
                state = CONNECTED;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (state == CLOSED) {
            fresh.abort(); // RACE: if the close came after the unlock, the closing thread ends the socket, too
        }
    }

    private void failed(Throwable failure) {
        String line = FailureTexts.CONNECT + FailureTexts.words(failure);
        lock.lock();
        try {
            attempt = null;
            if (state == CLOSED) {
                return;
            }
            lastFailure = line;
            failures++;
            runtime.counters().dialFailures.increment(); // before the next attempt
            dialLater(runtime.delays().after(failures));
        } finally {
            lock.unlock();
        }
        runtime.printer().print(line);
    }

    /** Dials after a delay. Guarded by lock. */
    private void dialLater(Duration delay) {
        state = BACKOFF;
        next = runtime.timer().once(delay, this::dial);
    }

    /**
     * Waits until the connection is up.
     *
     * @param doing the operation, with which the message of a failure begins
     */
    ConnectedSocket await(Deadline deadline, String doing) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                ConnectedSocket current = wire;
                if (current != null) {
                    return current;
                }
                if (state == CLOSED) {
                    throw FailureTexts.closed();
                }
                if (deadline.isExpired()) {
                    String why = lastFailure == null ? "" : " (" + lastFailure + ")";
                    throw FailureTexts.late(doing, "not connected" + why, deadline.length());
                }
                changed.awaitNanos(deadline.remainingNanos());
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Handles a broken socket: ends the calls that use it, prints the line once, and dials again.
     *
     * @param line the line for the printer
     * @return the exception for the caller
     */
    IOException broke(ConnectedSocket broken, String line, IOException cause) {
        broken.over(FailureTexts.words(cause));
        boolean first = drop(broken, false);
        if (first) {
            runtime.counters().ioErrors.increment();
            runtime.printer().print(line);
        }
        return first || state != CLOSED ? new IOException(line, cause) : FailureTexts.closed();
    }

    /** Drops the current socket, which works, and dials another one at once. */
    void renew(ConnectedSocket old) {
        drop(old, true);
    }

    /** Drops the given socket, and dials again. Returns false if it was no longer the current socket. */
    private boolean drop(ConnectedSocket broken, boolean atOnce) {
        broken.abort();
        boolean now = false;
        lock.lock();
        try {
            if (wire != broken) {
                return false;
            }
            wire = null;
            now = !last && (atOnce || wasUpForLong());
            if (last) {
                state = CLOSED;
                changed.signalAll();
            } else if (now) {
                state = CONNECTING;
            } else {
                dialLater(runtime.delays().after(1));
            }
        } finally {
            lock.unlock();
        }
        if (now) {
            dial();
        }
        return true;
    }

    /** Returns whether the connection lasted for the minimum delay or longer. Guarded by lock. */
    private boolean wasUpForLong() {
        return runtime.ticker().nanos() - upSince >= runtime.delays().min().toNanos();
    }

    /** Stops dialling; a connection that is up stays up. */
    void dialNoMore() {
        boolean over;
        lock.lock();
        try {
            last = true;
            over = wire == null;
        } finally {
            lock.unlock();
        }
        if (over) {
            close();
        }
    }

    /**
     * Closes the connection, and ends all waits for it and uses of it.
     *
     * @return the current socket, which the caller must close, or null
     */
    @Nullable
    ConnectedSocket close() {
        ConnectAttempt dialling;
        ConnectedSocket up;
        lock.lock();
        try {
            up = wire;
            dialling = attempt;
            wire = null;
            attempt = null;
            state = CLOSED;
            if (next != null) {
                next.cancel();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (dialling != null) {
            dialling.giveUp();
        }
        return up;
    }
}
