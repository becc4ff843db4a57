package dev.sluice.tcp;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds a lease to the socket that its holder uses. When another one has taken its place, the holder is told at its next
 * call, before a byte of what it does goes on there. It is told once; if several of its threads use the connection each of
 * them is, as none knows what another has heard. Thread-safe.
 */
final class Binding {

    private @Nullable Wire bound; // Guarded by this
    private final Set<Thread> users = new HashSet<>(); // of the bound socket. Guarded by this
    private final Map<Thread, Wire> untold = new HashMap<>(); // who has used what is gone. Guarded by this
    private int calls; // Guarded by this
    private int owed; // Guarded by this

    /** A lease begins, and whatever was before does not concern its holder. */
    synchronized void begin() {
        bound = null;
        owed = 0;
        users.clear();
        untold.clear();
    }

    /**
     * Insists that the bound socket is the one that is connected now.
     *
     * @param doing as the message of a failure begins
     * @throws IOException if it is not: that is what the holder is told
     */
    synchronized void check(String doing, @Nullable Wire now) throws IOException {
        Wire missed = untold.get(Thread.currentThread());
        Wire gone = missed != null ? missed : bound == now ? null : bound;
        if (gone != null) {
            tell(gone);
            throw new IOException(doing + gone.end());
        }
    }

    /** As {@link #check}, and binds what is not bound. The call goes on until {@link #leave}. */
    synchronized void enter(String doing, Wire now) throws IOException {
        check(doing, now);
        bound = now;
        now.use();
        users.add(Thread.currentThread());
        calls++;
    }

    /** A call that was entered has come back. */
    synchronized void leave() {
        calls--;
    }

    /** The caller is being told that this socket is gone. */
    synchronized void tell(Wire gone) {
        if (bound == gone) {
            users.forEach(user -> untold.put(user, gone));
            users.clear();
            bound = null;
            owed = 0;
        }
        untold.remove(Thread.currentThread(), gone);
    }

    /** Whether the holder, or the last one, has begun something on this socket. */
    synchronized boolean isTo(Wire wire) {
        return bound == wire;
    }

    /** Whether a call is under way. */
    synchronized boolean isBusy() {
        return calls > 0;
    }

    /** Something was asked for that is answered. */
    synchronized void expectAnswer() {
        owed++;
    }

    /** One answer was read. */
    synchronized void answered() {
        owed = Math.max(0, owed - 1);
    }

    /** Whether answers are still to come. */
    synchronized boolean isOwed() {
        return owed > 0;
    }
}
