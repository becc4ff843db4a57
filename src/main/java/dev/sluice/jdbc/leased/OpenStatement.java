package dev.sluice.jdbc.leased;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A statement that a lease may leave open, as an element of the list of such statements, the newest first. */
public abstract class OpenStatement {

    private static final VarHandle OVER = over();

    private volatile boolean over;
    private @Nullable OpenStatement below; // written by the thread that changes the list
    private boolean tracked;

    OpenStatement() {}

    /** Returns whether the lease closes the statement at its end. */
    final boolean isTracked() {
        return tracked;
    }

    /** Returns whether the statement is closed. */
    final boolean isOver() {
        return over;
    }

    final void nowOver() {
        OVER.setRelease(this, true); // no full fence: the driver, too, refuses calls of a closed statement
    }

    /** Closes a statement that its user has left open. Returns the number of its result sets that were open, too. */
    abstract int endLeft();

    /** Puts a new statement on top of the open ones. */
    public final void track(@Nullable OpenStatement others) {
        tracked = true;
        below = others;
        dropEndedBelow();
    }

    /** Closes this statement and those below it, if they are open. Ignores failures of the driver. */
    public static LeftOpen endAll(@Nullable OpenStatement top) {
        LeftOpen left = LeftOpen.NONE;
        for (OpenStatement each = top; each != null; each = each.below()) {
            if (!each.isOver()) {
                left = left.plus(new LeftOpen(1, each.endLeft()));
            }
        }
        return left;
    }

    /** Forgets the closed statements directly below this one, so that a long lease does not collect them. */
    final void dropEndedBelow() {
        OpenStatement next = below;
        while (next != null && next.isOver()) {
            next = next.below;
        }
        below = next;
    }

    final @Nullable OpenStatement below() {
        return below;
    }

    private static VarHandle over() {
        try {
            return MethodHandles.lookup().findVarHandle(OpenStatement.class, "over", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
