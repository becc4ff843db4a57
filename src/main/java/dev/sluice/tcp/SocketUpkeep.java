package dev.sluice.tcp;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The checks of a connection between the calls of its holders: at the beginning and the end of a lease, and at
 * intervals.
 */
final class SocketUpkeep {

    private final SocketCalls calls;
    private final ReconnectLoop reconnect;
    private final BooleanSupplier isLeased;

    SocketUpkeep(SocketCalls calls, ReconnectLoop reconnect, BooleanSupplier isLeased) {
        this.calls = calls;
        this.reconnect = reconnect;
        this.isLeased = isLeased;
    }

    /**
     * Ensures, at the beginning of a lease, that the connection is up and has no data of earlier leases. Otherwise
     * dials again.
     *
     * @return false if the connection must be dialled
     */
    boolean makeFresh() {
        ConnectedSocket wire = reconnect.wire();
        boolean fresh = wire == null || isFresh(wire);
        calls.binding().begin();
        return fresh;
    }

    private boolean isFresh(ConnectedSocket wire) {
        if (calls.mayHaveLateData() || calls.binding().isBusy() || !lockBoth()) {
            calls.forgetLateData();
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
            calls.writing().unlock();
            calls.reading().unlock();
        }
        return reconnect.wire() == wire;
    }

    /** Locks reading and writing while no caller holds the connection, when only a check may be under way. */
    private boolean lockBoth() {
        try {
            if (calls.reading().tryLock() || calls.reading().tryLock(SocketCalls.LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (calls.writing().tryLock()) {
                    return true;
                }
                calls.reading().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Dials again, at the end of a lease, if data may still arrive for which no thread waits. */
    void tidy() {
        if (calls.mayHaveLateData()) {
            calls.forgetLateData();
            ConnectedSocket wire = reconnect.wire();
            if (wire != null) {
                reconnect.renew(wire);
            }
        }
        calls.binding().begin();
    }

    /** Checks whether the other side has ended the connection, unless a thread reads. */
    void checkEnd() {
        if (!calls.reading().tryLock()) {
            return;
        }
        try {
            ConnectedSocket wire = reconnect.wire();
            if (wire != null) {
                checkEnd(wire);
            }
        } finally {
            calls.reading().unlock();
        }
    }

    private void checkEnd(ConnectedSocket wire) {
        try {
            wire.checkEnd();
            if (!wire.hasUnread() || !isUsedNow(wire)) {
                breakIfEnded(wire);
            } // otherwise the holder first reads the unread data
        } catch (IOException e) {
            brokeUnused(wire, e);
        }
    }

    private boolean isUsedNow(ConnectedSocket wire) {
        return calls.binding().isTo(wire) && isLeased.getAsBoolean();
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
}
