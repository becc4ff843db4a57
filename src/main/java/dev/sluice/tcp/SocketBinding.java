package dev.sluice.tcp;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds a lease to the socket that its holder uses. After another socket has replaced it, the holder's next call fails
 * before any byte of that call reaches the new socket. Each thread of the holder that used the old socket receives the
 * failure once, because no thread knows of another's failure. Thread-safe.
 */
final class SocketBinding {

    private @Nullable ConnectedSocket bound; // Guarded by this
    private final Set<Thread> users = new HashSet<>(); // threads that used the bound socket. Guarded by this
    private final Map<Thread, ConnectedSocket> unreported =
            new HashMap<>(); // threads that must still receive the loss of their socket. Guarded by this
    private int calls; // Guarded by this
    private int owed; // Guarded by this

    /** Begins a lease, whose holder is not affected by earlier events. */
    synchronized void begin() {
        bound = null;
        owed = 0;
        users.clear();
        unreported.clear();
    }

    /**
     * Requires that the bound socket, if any, is the currently connected one.
     *
     * @param doing the beginning of the message of a failure
     * @throws IOException if another socket is connected: the failure for the holder
     */
    synchronized void check(String doing, @Nullable ConnectedSocket now) throws IOException {
        ConnectedSocket missed = unreported.get(Thread.currentThread());
        ConnectedSocket gone = missed != null ? missed : bound == now ? null : bound;
        if (gone != null) {
            received(gone);
            throw new IOException(doing + gone.end());
        }
    }

    /** Checks as {@link #check} does, and binds the socket if none is bound. The call lasts until {@link #leave}. */
    synchronized void enter(String doing, ConnectedSocket now) throws IOException {
        check(doing, now);
        bound = now;
        now.use();
        users.add(Thread.currentThread());
        calls++;
    }

    /** Ends a call that was entered. */
    synchronized void leave() {
        calls--;
    }

    /** Records that the calling thread receives the loss of this socket. */
    synchronized void received(ConnectedSocket gone) {
        if (bound == gone) {
            users.forEach(user -> unreported.put(user, gone));
            users.clear();
            bound = null;
            owed = 0;
        }
        unreported.remove(Thread.currentThread(), gone);
    }

    /** Returns whether the current or the last holder has begun a call on this socket. */
    synchronized boolean isTo(ConnectedSocket wire) {
        return bound == wire;
    }

    /** Returns whether a call is under way. */
    synchronized boolean isBusy() {
        return calls > 0;
    }

    /** Counts a request that expects an answer. */
    synchronized void expectAnswer() {
        owed++;
    }

    /** Counts an answer that was read. */
    synchronized void answered() {
        owed = Math.max(0, owed - 1);
    }

    /** Returns whether answers are still due. */
    synchronized boolean isOwed() {
        return owed > 0;
    }
}
